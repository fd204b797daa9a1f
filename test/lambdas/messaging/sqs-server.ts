import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen } from '../../../local/services/http-server.ts';
import type { JournalEntry, WireRequest, WireResponse } from '../../../local/services/service.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';

/** Queues behind a port, as an SDK finds them by its environment variables. */
export interface SqsServer {
  readonly environment: Readonly<Record<string, string>>;
  readonly sqs: SQSClient;
  readonly journal: readonly JournalEntry[];
  /** Stands between a request and its answer. */
  around: (action: string, request: WireRequest, answer: () => Promise<WireResponse>) => Promise<WireResponse>;
  /** @returns the new queue's URL */
  queue(name: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
  /** Messages in a queue, hidden ones too. */
  depth(url: string): number;
  stop(): Promise<void>;
}

export async function startSqs(): Promise<SqsServer> {
  const clock = new RealClock();
  let answer: (request: WireRequest) => Promise<WireResponse>;
  const server = await listen(0, (request) => answer(request));
  const endpoint = `http://127.0.0.1:${server.port}`;
  const journal: JournalEntry[] = [];
  const random = seededRandom(1);
  const cloud = createCloud(
    {
      clock,
      random,
      accountId: '000000000000',
      region: 'us-east-1',
      endpoint,
      journal: (entry) => journal.push(entry),
    },
    {
      environments: () => {
        throw new Error('No function runs here');
      },
    },
  );
  const gateway = new Gateway([new SqsService(cloud.sqs)], {
    callerOf: () => cloud.iam.root,
    authorizerFor: () => () => undefined,
    nextRequestId: () => random.uuid(),
  });
  answer = (request) =>
    started.around(request.headers['x-amz-target']?.split('.')[1] ?? '', request, () => gateway.handle(request));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials });
  const started: SqsServer = {
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    sqs,
    journal,
    around: (_action, _request, proceed) => proceed(),
    async queue(name, Attributes = {}) {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
      return QueueUrl!;
    },
    depth(url) {
      const { visible, inFlight, delayed } = cloud.sqs.queues().find(({ name }) => url.endsWith(`/${name}`))!;
      return visible + inFlight + delayed;
    },
    async stop() {
      sqs.destroy();
      cloud.lambda.stop();
      cloud.cloudwatch.stop();
      await server.close();
      clock.stop();
    },
  };
  return started;
}
