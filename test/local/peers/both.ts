import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { SnsService } from '../../../local/services/sns/sns-service.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import { clientOptions } from '../sdk.ts';

/** One implementation of queues and topics behind stock clients. */
export interface Side {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  /** Lets what is under way from topics to queues arrive. */
  readonly settle: () => Promise<void>;
}

export interface Both {
  readonly ours: Side;
  readonly theirs: Side;
  readonly stop: () => Promise<void>;
}

/** Our engines and fauxqs, an independent implementation, each with an account of its own. */
export async function both(): Promise<Both> {
  const server = await startFauxqs({ port: 0, logger: false });
  return { ours: ourSide(), theirs: theirSide(server), stop: () => server.stop() };
}

const accountId = '000000000000';

function ourSide(): Side {
  const clock = new VirtualClock();
  const cloud = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId,
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => undefined,
    },
    {
      environments: () => {
        throw new Error('no function is involved');
      },
    },
  );
  return {
    sqs: new SQSClient({ ...clientOptions(new SqsService(cloud.sqs)), endpoint: 'http://127.0.0.1:4566' }),
    sns: new SNSClient(clientOptions(new SnsService(cloud.sns))),
    settle: () => clock.advance(0),
  };
}

function theirSide(server: FauxqsServer): Side {
  const options = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return { sqs: new SQSClient(options), sns: new SNSClient(options), settle: async () => undefined };
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:${accountId}:${name}`;
}

export function topicArn(name: string): string {
  return `arn:aws:sns:us-east-1:${accountId}:${name}`;
}

/** What a command did, without what may differ: ids, handles, times, addresses and who the caller is. */
export async function outcome(sent: Promise<unknown>): Promise<unknown> {
  try {
    return masked(await sent);
  } catch (error) {
    const { name, message } = error as Error;
    // The peer writes the older code in some places where AWS writes the newer one.
    return masked({ error: name.replace('AWS.SimpleQueueService.', ''), message: message.replace(/\.$/, '') });
  }
}

const differing = /Id$|ReceiptHandle|SequenceNumber|Timestamp$|\$metadata/;

function masked(value: unknown): unknown {
  const text = JSON.stringify(value, (name, member: unknown) => {
    // The peer writes out that nothing failed, AWS leaves it out.
    if (name === 'Failed' && Array.isArray(member) && member.length === 0) return undefined;
    if (name === 'Id' || name === 'MessageGroupId' || name === 'MessageDeduplicationId') return member;
    return differing.test(name) ? undefined : member;
  });
  return JSON.parse(text.replaceAll(/https?:\/\/[\w.:-]+/g, 'url').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid'));
}
