import { synthesize } from '../../bin/local/synthesize.ts';
import { run } from '../../bin/spillway/run.ts';
import type { QueueAddress } from '../../bin/spillway/stack/queues.ts';
import { connectorOf, type Connection } from '../../bin/spillway/stack/connection.ts';
import type { Terminal } from '../../bin/spillway/terminal/terminal.ts';
import { RealClock } from '../../local/clock/real-clock.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { Journeys } from '../../local/console/journeys.ts';
import { consoleAnswer } from '../../local/console/routes.ts';
import { Timeline } from '../../local/console/timeline.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { CloudWatchService } from '../../local/services/cloudwatch/cloudwatch-service.ts';
import { DynamoDbService } from '../../local/services/dynamodb/dynamodb-service.ts';
import { Gateway } from '../../local/services/gateway.ts';
import { listen } from '../../local/services/http-server.ts';
import { LambdaService } from '../../local/services/lambda/lambda-service.ts';
import { S3Service } from '../../local/services/s3/s3-service.ts';
import type { Caller, WireRequest, WireResponse } from '../../local/services/service.ts';
import { SnsService } from '../../local/services/sns/sns-service.ts';
import { SqsService } from '../../local/services/sqs/sqs-service.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { provisionAll } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';

/** The whole stack in its engines behind a port, with no function running: queues keep what is put into them. */
export interface Account {
  readonly url: string;
  readonly cloud: Cloud;
  readonly clock: RealClock;
  readonly timeline: Timeline;
  readonly outputs: Readonly<Record<string, string>>;
  /** Stands between a request and its answer, such as to count it or to cut it off. */
  around: (request: WireRequest, answer: () => Promise<WireResponse>) => Promise<WireResponse>;
  /** Who calls; the account's root unless told. */
  caller: Caller | undefined;
  /** Actions that were asked for and allowed, until someone clears them. */
  readonly used: Set<string>;
  connect(): Promise<Connection>;
  /** Runs a command line and tells what became of it. */
  spillway(...argv: string[]): Promise<Ran>;
  stop(): Promise<void>;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export async function startAccount(): Promise<Account> {
  const clock = new RealClock();
  let answer: (request: WireRequest) => Promise<WireResponse>;
  const server = await listen(0, (request) => answer(request));
  const url = `http://127.0.0.1:${server.port}`;
  const timeline = new Timeline(clock);
  const journeys = new Journeys();
  timeline.listen((entry) => journeys.record(entry));
  const surroundings = {
    clock,
    random: seededRandom(1),
    accountId: '000000000000',
    region: 'us-east-1',
    endpoint: url,
    journal: timeline.journal,
  };
  const cloud = createCloud(surroundings, {
    // Functions can be called, and do nothing.
    environments: () => ({
      alive: true,
      invoke: async () => ({ kind: 'ok', payload: 'null' }),
      stop: () => undefined,
    }),
  });
  const parameters = { PaymentUrl: url, MailUrl: url, PushUrl: url };
  const stacks = await provisionAll(readAssembly((await synthesize()).folder), cloud, resourceTypes, {
    accountId: '000000000000',
    region: 'us-east-1',
    parameters,
  });
  cloud.lambda.mappings.stop();
  cloud.scheduler.stop();
  const gateway = new Gateway(
    [
      new CloudWatchService(cloud.cloudwatch),
      new DynamoDbService(cloud.dynamodb),
      new LambdaService(cloud.lambda),
      new S3Service(cloud.s3),
      new SnsService(cloud.sns),
      new SqsService(cloud.sqs),
    ],
    {
      callerOf: (accessKeyId) => account.caller ?? cloud.iam.callerFor(accessKeyId),
      authorizerFor: (caller) => {
        const authorize = cloud.iam.authorizerFor(caller);
        return (demand) => {
          authorize(demand);
          account.used.add(demand.action);
        };
      },
      nextRequestId: () => surroundings.random.uuid(),
    },
  );
  const consoleOptions = {
    cloudwatch: cloud.cloudwatch,
    sqs: cloud.sqs,
    lambda: cloud.lambda,
    stacks,
    journeys,
    nameOf: (name: string) => name,
    health: () => ({ status: 'ready', time: new Date(clock.now()).toISOString() }),
  };
  const connectors = [connectorOf({ endpoint: url })];
  const account: Account = {
    url,
    cloud,
    clock,
    timeline,
    outputs: stacks[0]!.outputs,
    around: (_request, answer) => answer(),
    caller: undefined,
    used: new Set(),
    connect: () => connectors[0]!.connect(),
    spillway: (...argv) => spillwayOn(url, ...argv),
    async stop() {
      connectors[0]!.close();
      cloud.cloudwatch.stop();
      cloud.lambda.stop();
      await server.close();
      clock.stop();
    },
  };
  answer = async (request) =>
    (await consoleAnswer(request, consoleOptions)) ?? account.around(request, () => gateway.handle(request));
  return account;
}

/** Runs a command line against an endpoint. */
export async function spillwayOn(url: string, ...argv: string[]): Promise<Ran> {
  const told = { out: '', errors: '' };
  const code = await run([...argv, '--endpoint', url], recorder(told));
  return { code, ...told };
}

/** A terminal that nobody sits at. */
function recorder(told: { out: string; errors: string }): Terminal {
  return {
    columns: 80,
    interactive: false,
    print: (text) => void (told.out += text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => void (told.errors += `${text}\n`),
    error: (text) => void (told.errors += `spillway: ${text}\n`),
    paint: (_style, text) => text,
    progress: () => undefined,
    ask: async () => undefined,
    clear: () => undefined,
  };
}

/** A work queue's dead-letter queue, or the topic's for it. */
export async function deadLetterQueueOf(
  account: Account,
  name: string,
  kind: 'queue' | 'subscription' = 'queue',
): Promise<{ readonly source: QueueAddress; readonly deadLetterQueue: QueueAddress }> {
  const { workQueues, oneNamed } = await import('../../bin/spillway/stack/queues.ts');
  const source = oneNamed(await workQueues(await account.connect()), name);
  return { source, deadLetterQueue: source.deadLetterQueues.find((queue) => queue.kind === kind)! };
}

let put = 0;

/** Puts messages straight into a queue's engine. */
export function putInto(
  { cloud }: Account,
  queue: QueueAddress,
  messages: readonly { body: string; group?: string; attributes?: Readonly<Record<string, string>> }[],
): void {
  const call = { caller: cloud.iam.root, requestId: 'test', authorize: () => undefined };
  messages.forEach(({ body, group = 'one', attributes = {} }) => {
    cloud.sqs.send(
      queue.arn,
      {
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
        ...(queue.fifo && { MessageGroupId: group, MessageDeduplicationId: `put-${(put += 1)}` }),
      },
      call,
    );
  });
}

/** Bodies in a queue, hidden ones too, in the order they came. */
export function bodiesIn({ cloud }: Account, queue: QueueAddress): string[] {
  return cloud.sqs.browse(queue.arn).map(({ body }) => body);
}
