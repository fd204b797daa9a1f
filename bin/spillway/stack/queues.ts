import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';
import type { Connection } from './connection.ts';
import { physicalIds, type Stack } from './stack.ts';

export interface QueueAddress {
  /** Physical name. */
  readonly queueName: string;
  readonly url: string;
  readonly arn: string;
  readonly fifo: boolean;
}

/** A queue that messages are set aside in. */
export interface DeadLetterQueue extends QueueAddress {
  /** Whose it is: a work queue's, or a topic's that could not deliver to the work queue. */
  readonly kind: 'queue' | 'subscription';
}

export interface WorkQueue extends QueueAddress {
  /** What people call it: `Orders-Lanes-Vip`. */
  readonly name: string;
  readonly deadLetterQueues: readonly DeadLetterQueue[];
}

export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

interface Described extends QueueAddress {
  readonly deadLetterArn?: string;
}

/** Every work queue of the stack with its dead-letter queues, by name. */
export async function workQueues({ stack, clients }: Connection): Promise<readonly WorkQueue[]> {
  const sqs = await clients.get('sqs');
  const all = await Promise.all(physicalIds(stack, 'AWS::SQS::Queue').map((url) => described(sqs, url)));
  const undelivered = await subscriptionDeadLetterArns({ stack, clients });
  const isTarget = new Set([...all.map(({ deadLetterArn }) => deadLetterArn), ...undelivered.values()]);
  const find = (arn: string | undefined) => all.find((queue) => queue.arn === arn);
  return all
    .filter(({ arn }) => !isTarget.has(arn))
    .map((queue) => {
      const own = find(queue.deadLetterArn);
      const topics = find(undelivered.get(queue.arn));
      return {
        ...queue,
        name: shortName(queue.queueName, stack),
        deadLetterQueues: [
          ...(own === undefined ? [] : [{ ...own, kind: 'queue' as const }]),
          ...(topics === undefined ? [] : [{ ...topics, kind: 'subscription' as const }]),
        ],
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The one that people mean: by its name, or by a part of it that no other has.
 *
 * @throws Error naming those there are
 */
export function oneNamed<Queue extends { readonly name: string }>(queues: readonly Queue[], word: string): Queue {
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const exact = queues.find(({ name }) => bare(name) === bare(word));
  const found = exact === undefined ? queues.filter(({ name }) => bare(name).includes(bare(word))) : [exact];
  if (found.length === 1) return found[0]!;
  const names = (found.length > 1 ? found : queues).map(({ name }) => name).join(', ');
  throw new Error(found.length > 1 ? `"${word}" could be ${names}` : `there is no "${word}"; there are ${names}`);
}

/** `Spillway-Orders-Lanes-Vip-65E51367.fifo` → `Orders-Lanes-Vip` */
export function shortName(queueName: string, { name }: Pick<Stack, 'name'>): string {
  return queueName
    .replace(/\.fifo$/, '')
    .replace(new RegExp(`^${name}-`), '')
    .replace(/-?[0-9A-F]{8}(-[0-9A-Za-z]{10,})?$/, '');
}

const depthNames: readonly QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

export async function depthOf(sqs: SQSClient, url: string): Promise<Depth> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...depthNames] }),
  );
  const [visible, inFlight, delayed] = depthNames.map((name) => Number(Attributes[name]));
  return { visible: visible!, inFlight: inFlight!, delayed: delayed! };
}

async function described(sqs: SQSClient, url: string): Promise<Described> {
  const names: QueueAttributeName[] = ['QueueArn', 'RedrivePolicy'];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }));
  const queueName = url.split('/').at(-1)!;
  const policy = Attributes['RedrivePolicy'];
  return {
    queueName,
    url,
    arn: Attributes['QueueArn']!,
    fifo: queueName.endsWith('.fifo'),
    ...(policy !== undefined && { deadLetterArn: deadLetterTarget(policy) }),
  };
}

/** ARN of the queue that a topic delivers to → ARN of the queue for what it could not deliver. */
async function subscriptionDeadLetterArns({
  stack,
  clients,
}: Pick<Connection, 'stack' | 'clients'>): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const topics = physicalIds(stack, 'AWS::SNS::Topic');
  if (topics.length === 0) return found;
  const { GetSubscriptionAttributesCommand, paginateListSubscriptionsByTopic } = await import('@aws-sdk/client-sns');
  const client = await clients.get('sns');
  for (const TopicArn of topics) {
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      for (const { Protocol, Endpoint, SubscriptionArn } of Subscriptions) {
        if (Protocol !== 'sqs') continue;
        const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
        const policy = Attributes?.['RedrivePolicy'];
        if (policy !== undefined) found.set(Endpoint!, deadLetterTarget(policy));
      }
    }
  }
  return found;
}

function deadLetterTarget(redrivePolicy: string): string {
  return (JSON.parse(redrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
}
