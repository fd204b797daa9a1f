import { createQueue, createTopic, json, query, visible } from './calls.ts';
import type { Way } from './side.ts';

/** Makes what an operation needs; the result does it once. `settled` waits for what is still under way. */
export interface Operation {
  readonly name: string;
  prepare(way: Way, run: string): Promise<{ once: () => Promise<unknown>; settled?: () => Promise<void> }>;
}

const MessageBody = JSON.stringify({ orderId: '6e8bc430-9c3a-11d9-9669-0800200c9a66', note: 'x'.repeat(200) });

export const ofQueuesAndTopics: readonly Operation[] = [
  {
    name: 'send',
    async prepare(way, run) {
      const QueueUrl = await createQueue(way, `send-${run}`);
      return { once: () => way(json('sqs', 'SendMessage', { QueueUrl, MessageBody })) };
    },
  },
  {
    name: 'send, receive and delete',
    async prepare(way, run) {
      const QueueUrl = await createQueue(way, `cycle-${run}`);
      return { once: () => cycle(way, QueueUrl) };
    },
  },
  publishTo(1),
  publishTo(10),
];

export const ofTables: readonly Operation[] = [
  {
    name: 'conditional put',
    async prepare(way, run) {
      const TableName = await createTable(way, `put-${run}`);
      let next = 0;
      return {
        once: () =>
          way(
            json('dynamodb', 'PutItem', {
              TableName,
              Item: item(`order-${next++}`),
              ConditionExpression: 'attribute_not_exists(id)',
            }),
          ),
      };
    },
  },
];

/** No peer has it. */
export const transaction: Operation = {
  name: 'transaction of two puts',
  async prepare(way, run) {
    const TableName = await createTable(way, `transaction-${run}`);
    let next = 0;
    const put = () => ({
      Put: { TableName, Item: item(`order-${next++}`), ConditionExpression: 'attribute_not_exists(id)' },
    });
    return { once: () => way(json('dynamodb', 'TransactWriteItems', { TransactItems: [put(), put()] })) };
  },
};

/** One message through a queue, whatever else lies in it. */
export async function cycle(way: Way, QueueUrl: string): Promise<void> {
  await way(json('sqs', 'SendMessage', { QueueUrl, MessageBody }));
  const received = await way(json('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 1 }));
  const { Messages = [] } = JSON.parse(received) as { Messages?: { ReceiptHandle: string }[] };
  for (const { ReceiptHandle } of Messages) await way(json('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle }));
}

export async function fill(way: Way, QueueUrl: string, depth: number): Promise<void> {
  for (let sent = await visible(way, QueueUrl); sent < depth; sent += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody }));
    await way(json('sqs', 'SendMessageBatch', { QueueUrl, Entries }));
  }
}

/** Done when every subscriber has it, as some answer before they deliver. */
function publishTo(subscribers: number): Operation {
  return {
    name: `publish to ${subscribers}`,
    async prepare(way, run) {
      const [TopicArn, queues] = await createTopic(way, `publish-${subscribers}-${run}`, subscribers);
      let published = 0;
      return {
        once: () => {
          published += 1;
          return way(query('Publish', { TopicArn, Message: MessageBody }));
        },
        settled: async () => {
          const last = queues.at(-1)!;
          while ((await visible(way, last)) < published) await new Promise((resolve) => setImmediate(resolve));
        },
      };
    },
  };
}

async function createTable(way: Way, TableName: string): Promise<string> {
  await way(
    json('dynamodb', 'CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  for (;;) {
    const { Table } = JSON.parse(await way(json('dynamodb', 'DescribeTable', { TableName }))) as {
      Table: { TableStatus: string };
    };
    if (Table.TableStatus === 'ACTIVE') return TableName;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function item(id: string): object {
  return {
    id: { S: id },
    status: { S: 'RECEIVED' },
    amount: { N: '450' },
    items: { L: [{ M: { sku: { S: 'tea' } } }] },
  };
}
