import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { queueArn, topicArn, type Side } from './both.ts';
import { fanOut } from './fan-out.ts';

/** A thing that fauxqs 2.4.1 does otherwise than AWS documents it. */
export interface Wrong {
  readonly what: string;
  /** The page of AWS that says so. */
  readonly page: string;
  /** Something to see it by. What throws counts as the error's name. */
  readonly run: (side: Side) => Promise<unknown>;
  readonly ours: unknown;
  readonly theirs: unknown;
}

const sqsGuide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const sqsApi = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference';
const snsGuide = 'https://docs.aws.amazon.com/sns/latest/dg';
const snsApi = 'https://docs.aws.amazon.com/sns/latest/api';

async function newQueue({ sqs }: Side, name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const made = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { ...fifo, ...Attributes } }));
  return made.QueueUrl!;
}

const send = async (side: Side, name: string, input: Partial<SendMessageCommandInput>) =>
  side.sqs.send(new SendMessageCommand({ QueueUrl: await newQueue(side, name), MessageBody: 'x', ...input }));

const refused = (name: string): string => name;

export const queuesWrong: readonly Wrong[] = [
  {
    what: 'gives one message of a group per receive; AWS gives as many as fit',
    page: `${sqsGuide}/FIFO-queues-understanding-logic.html`,
    run: async (side) => {
      const QueueUrl = await newQueue(side, 'batch.fifo', { ContentBasedDeduplication: 'true' });
      for (const MessageBody of ['1', '2', '3'])
        await side.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'g' }));
      const { Messages } = await side.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages!.map(({ Body }) => Body);
    },
    ours: ['1', '2', '3'],
    theirs: ['1'],
  },
  {
    what: 'deduplicates over the whole queue where `DeduplicationScope` is `messageGroup`',
    page: `${sqsApi}/API_CreateQueue.html`,
    run: async (side) => {
      const scope = { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' };
      const QueueUrl = await newQueue(side, 'scope.fifo', scope);
      const ids = [];
      for (const MessageGroupId of ['a', 'b']) {
        const message = { QueueUrl, MessageBody: 'x', MessageGroupId, MessageDeduplicationId: 'one' };
        ids.push((await side.sqs.send(new SendMessageCommand(message))).MessageId);
      }
      return new Set(ids).size;
    },
    ours: 2,
    theirs: 1,
  },
  {
    what: 'takes any name for a queue',
    page: `${sqsApi}/API_CreateQueue.html`,
    run: async (side) => (await newQueue(side, 'no name!')).slice(-8),
    ours: refused('InvalidParameterValue'),
    theirs: 'no name!',
  },
  {
    what: 'makes a queue again at once after its deletion',
    page: `${sqsApi}/API_CreateQueue.html`,
    run: async (side) => {
      await side.sqs.send(new DeleteQueueCommand({ QueueUrl: await newQueue(side, 'again') }));
      return (await newQueue(side, 'again')).slice(-5);
    },
    ours: refused('QueueDeletedRecently'),
    theirs: 'again',
  },
  {
    what: 'takes any text for a receipt handle to delete by',
    page: `${sqsApi}/API_DeleteMessage.html`,
    run: async (side) => {
      const QueueUrl = await newQueue(side, 'handles');
      await side.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' }));
    },
    ours: refused('ReceiptHandleIsInvalid'),
    theirs: undefined,
  },
  {
    what: 'delays a message for longer than 15 minutes',
    page: `${sqsApi}/API_SendMessage.html`,
    run: async (side) => typeof (await send(side, 'delays', { DelaySeconds: 901 })).MessageId,
    ours: refused('InvalidParameterValue'),
    theirs: 'string',
  },
  {
    what: 'takes more than ten message attributes',
    page: `${sqsGuide}/sqs-message-metadata.html`,
    run: async (side) => {
      const eleven = Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: 'String', StringValue: 'x' }]);
      return typeof (await send(side, 'attributes', { MessageAttributes: Object.fromEntries(eleven) })).MessageId;
    },
    ours: refused('InvalidParameterValue'),
    theirs: 'string',
  },
  {
    what: 'gives no digest of message system attributes',
    page: `${sqsApi}/API_SendMessage.html`,
    run: async (side) => {
      const trace = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-x' } };
      return (await send(side, 'trace', { MessageSystemAttributes: trace })).MD5OfMessageSystemAttributes;
    },
    ours: 'a490a3861fca5cbb2aa070227e8ebfb0',
    theirs: undefined,
  },
  {
    what: 'returns message attributes that nobody asked for',
    page: `${sqsApi}/API_ReceiveMessage.html`,
    run: async (side) => {
      const MessageAttributes = { a: { DataType: 'String', StringValue: 'x' } };
      await send(side, 'unasked', { MessageAttributes });
      const QueueUrl = await newQueue(side, 'unasked');
      const { Messages } = await side.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Object.keys(Messages![0]!.MessageAttributes ?? {});
    },
    ours: [],
    theirs: ['a'],
  },
  {
    what: 'purges a queue twice within a minute',
    page: `${sqsApi}/API_PurgeQueue.html`,
    run: async (side) => {
      const QueueUrl = await newQueue(side, 'purged');
      for (let i = 0; i < 2; i += 1) await side.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
    ours: refused('PurgeQueueInProgress'),
    theirs: undefined,
  },
  {
    what: 'passes over attribute names that do not exist',
    page: `${sqsApi}/API_GetQueueAttributes.html`,
    run: async (side) => {
      const QueueUrl = await newQueue(side, 'names');
      await side.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Nothing' as never] }));
    },
    ours: refused('InvalidAttributeName'),
    theirs: undefined,
  },
  {
    what: 'knows no permissions',
    page: `${sqsApi}/API_AddPermission.html`,
    run: async (side) => {
      const QueueUrl = await newQueue(side, 'permissions');
      const grant = { Label: 'l', AWSAccountIds: ['111111111111'], Actions: ['SendMessage'] };
      await side.sqs.send(new AddPermissionCommand({ QueueUrl, ...grant }));
    },
    ours: undefined,
    theirs: refused('InvalidAction'),
  },
  {
    what: 'knows no message move tasks',
    page: `${sqsApi}/API_StartMessageMoveTask.html`,
    run: (side) => side.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn('nowhere') })),
    ours: refused('ResourceNotFoundException'),
    theirs: refused('InvalidAction'),
  },
];

const passes = async (side: Side, name: string, policy: object, body: unknown): Promise<boolean> => {
  const settings = { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: 'MessageBody' };
  const { publish, arrived } = await fanOut(side, name, settings);
  await publish({ Message: JSON.stringify(body) });
  return (await arrived()).length > 0;
};

export const topicsWrong: readonly Wrong[] = [
  {
    what: 'does not look into `String.Array` attributes',
    page: `${snsGuide}/string-value-matching.html`,
    run: async (side) => {
      const { publish, arrived } = await fanOut(side, 'arrays', { FilterPolicy: '{"a":["red"]}' });
      await publish({ MessageAttributes: { a: { DataType: 'String.Array', StringValue: '["red","blue"]' } } });
      return (await arrived()).length;
    },
    ours: 1,
    theirs: 0,
  },
  {
    what: 'does not look into lists of a body',
    page: `${snsGuide}/sns-subscription-filter-policies.html`,
    run: (side) => passes(side, 'lists', { tags: ['eu'] }, { tags: ['new', 'eu'] }),
    ours: true,
    theirs: false,
  },
  {
    what: 'takes a property that is missing for one that is null',
    page: `${snsGuide}/string-value-matching.html`,
    run: (side) => passes(side, 'nulls', { kind: [null] }, { total: 1 }),
    ours: false,
    theirs: true,
  },
  {
    what: 'takes text in a body for a number',
    page: `${snsGuide}/numeric-value-matching.html`,
    run: (side) => passes(side, 'numbers', { total: [{ numeric: ['<', 50] }] }, { total: '10' }),
    ours: false,
    theirs: true,
  },
  {
    what: 'takes filter policies that can match nothing',
    page: `${snsGuide}/subscription-filter-policy-constraints.html`,
    run: async (side) => {
      const { SubscriptionArn } = await fanOut(side, 'policies', {});
      const policy = { AttributeName: 'FilterPolicy', AttributeValue: '{"a":[{"unheard-of":"b"}]}' };
      await side.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...policy }));
    },
    ours: refused('InvalidParameterException'),
    theirs: undefined,
  },
  {
    what: 'publishes a subject of more than 100 characters',
    page: `${snsApi}/API_Publish.html`,
    run: async (side) => {
      await side.sns.send(new CreateTopicCommand({ Name: 'subjects' }));
      const message = { TopicArn: topicArn('subjects'), Message: 'x', Subject: 'x'.repeat(101) };
      return typeof (await side.sns.send(new PublishCommand(message))).MessageId;
    },
    ours: refused('InvalidParameterException'),
    theirs: 'string',
  },
  {
    what: 'publishes JSON structures without a default',
    page: `${snsApi}/API_Publish.html`,
    run: async (side) => {
      await side.sns.send(new CreateTopicCommand({ Name: 'structures' }));
      const message = { TopicArn: topicArn('structures'), Message: '{"sqs":"x"}', MessageStructure: 'json' };
      return typeof (await side.sns.send(new PublishCommand(message))).MessageId;
    },
    ours: refused('InvalidParameterException'),
    theirs: 'string',
  },
  {
    what: 'gives no sequence number for a message to a FIFO topic',
    page: `${snsApi}/API_Publish.html`,
    run: async (side) => {
      const { publish } = await fanOut(side, 'sequence.fifo', {});
      return typeof (await publish({ MessageGroupId: 'g', MessageDeduplicationId: 'd' })).SequenceNumber;
    },
    ours: 'string',
    theirs: 'undefined',
  },
  {
    what: 'confirms a subscription by mail by itself',
    page: `${snsApi}/API_Subscribe.html`,
    run: async (side) => {
      await side.sns.send(new CreateTopicCommand({ Name: 'mails' }));
      const subscription = { TopicArn: topicArn('mails'), Protocol: 'email', Endpoint: 'a@b.example' };
      return (await side.sns.send(new SubscribeCommand(subscription))).SubscriptionArn!.startsWith('arn:');
    },
    ours: false,
    theirs: true,
  },
];
