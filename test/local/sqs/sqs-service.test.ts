import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { account } from './fixture.ts';

test('what a stock client sends it can receive and delete', async () => {
  const { client, sqs } = account();
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
  expect(QueueUrl).toBe('http://127.0.0.1:4566/123456789012/orders');
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'hello',
      MessageAttributes: {
        a: { DataType: 'String', StringValue: 'x' },
        b: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    }),
  );
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toHaveLength(1);
  expect(Messages[0]).toMatchObject({
    Body: 'hello',
    MessageAttributes: { b: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } },
    Attributes: { ApproximateReceiveCount: '1', SenderId: '123456789012' },
  });
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]!.ReceiptHandle! }));
  expect(sqs.depth(sqs.arnOf('orders'))).toMatchObject({ visible: 0, inFlight: 0 });
});
