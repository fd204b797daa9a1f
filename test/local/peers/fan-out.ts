import { CreateTopicCommand, PublishCommand, SubscribeCommand, type PublishCommandInput } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import { queueArn, topicArn, type Side } from './both.ts';

/** A topic with one queue behind it. */
export async function fanOut({ sqs, sns, settle }: Side, name: string, settings: Record<string, string>) {
  const fifo = name.endsWith('.fifo');
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: queueArn(name) }],
  });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy, ...(fifo && { FifoQueue: 'true' }) } }),
  );
  await sns.send(new CreateTopicCommand({ Name: name, ...(fifo && { Attributes: { FifoTopic: 'true' } }) }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn(name),
      Protocol: 'sqs',
      Endpoint: queueArn(name),
      Attributes: settings,
      ReturnSubscriptionArn: true,
    }),
  );
  return {
    SubscriptionArn: SubscriptionArn!,
    publish: (input: Partial<PublishCommandInput>) =>
      sns.send(new PublishCommand({ TopicArn: topicArn(name), Message: 'm', ...input })),
    /** Everything that arrived since, oldest first. */
    arrived: async (): Promise<Message[]> => {
      await settle();
      const found: Message[] = [];
      for (;;) {
        const answer = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ['All'],
            MessageSystemAttributeNames: ['MessageGroupId', 'MessageDeduplicationId'],
          }),
        );
        if (answer.Messages === undefined) return found;
        found.push(...answer.Messages);
      }
    },
  };
}
