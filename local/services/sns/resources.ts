import { createTopic } from './actions/create-topic.ts';
import { setTopicAttributes } from './actions/set-topic-attributes.ts';
import { subscribe } from './actions/subscribe.ts';
import type { Created, Resource, ResourceType } from '../../template/resource-type.ts';
import type { Cloud } from '../cloud.ts';
import type { Call } from '../service.ts';
import type { Sns } from './sns.ts';
import type { SubscribeInput, Tag } from '@aws-sdk/client-sns';

/** Attributes that a template gives under the names of the API. */
const TOPIC_ATTRIBUTES = [
  'ArchivePolicy',
  'ContentBasedDeduplication',
  'DeliveryPolicy',
  'DisplayName',
  'FifoThroughputScope',
  'FifoTopic',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'SignatureVersion',
  'TracingConfig',
];

const SUBSCRIPTION_ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
const topic: ResourceType = {
  properties: {
    ...honoured([...TOPIC_ATTRIBUTES, 'TopicName', 'Subscription', 'Tags']),
    DeliveryStatusLogging: 'logs of deliveries: the journal has every one',
  },
  create(resource: Resource, { sns }: Cloud): Created {
    const { properties } = resource;
    const attributes = pick(properties, TOPIC_ATTRIBUTES);
    const name = nameOf(resource, attributes['FifoTopic'] === 'true');
    const call = deployment(sns);
    const input = { Name: name, Attributes: attributes, Tags: properties['Tags'] as Tag[] | undefined };
    const arn = sns.topicArn(name);
    if (!updated(sns, arn, attributes, properties)) createTopic(sns, input, call);
    const inline = (properties['Subscription'] ?? []) as readonly { Endpoint: string; Protocol: string }[];
    for (const { Endpoint, Protocol } of inline) subscribe(sns, { TopicArn: arn, Endpoint, Protocol }, call);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
const subscription: ResourceType = {
  properties: {
    ...honoured([...SUBSCRIPTION_ATTRIBUTES, 'TopicArn', 'Protocol', 'Endpoint']),
    Region: 'the topic ARN names its region, and there is only one here',
  },
  create({ properties }: Resource, { sns }: Cloud): Created {
    const input = {
      TopicArn: properties['TopicArn'] as string,
      Protocol: properties['Protocol'] as string,
      Endpoint: properties['Endpoint'] as string | undefined,
      Attributes: pick(properties, SUBSCRIPTION_ATTRIBUTES),
      ReturnSubscriptionArn: true,
    };
    adopt(sns, input);
    const arn = subscribe(sns, input, deployment(sns)).SubscriptionArn!;
    return { ref: arn, attributes: { Arn: arn } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
const topicPolicy: ResourceType = {
  properties: honoured(['PolicyDocument', 'Topics']),
  create({ logicalId, properties }: Resource, { sns }: Cloud): Created {
    const policy = text(properties['PolicyDocument']);
    for (const arn of properties['Topics'] as readonly string[]) {
      setTopicAttributes(sns, { TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy }, deployment(sns));
    }
    return { ref: logicalId, attributes: { Id: logicalId } };
  },
};

export const snsResources: Readonly<Record<string, ResourceType>> = {
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
};

function honoured(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true] as const));
}

/** Templates give objects, numbers and booleans where the API takes text. */
function pick(properties: Resource['properties'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, text(properties[name])]),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameOf(resource: Resource, fifo: boolean): string {
  const given = resource.properties['TopicName'] as string | undefined;
  if (given !== undefined) return given;
  return fifo ? `${resource.physicalName(251)}.fifo` : resource.physicalName(256);
}

/** A topic that an earlier run left gets the template's attributes; tells whether there is one. */
function updated(
  { store }: Sns,
  arn: string,
  given: Readonly<Record<string, string>>,
  properties: Resource['properties'],
): boolean {
  const existing = store.topics.get(arn);
  if (existing === undefined) return false;
  const { FifoTopic: _, ...attributes } = given;
  const tags = (properties['Tags'] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  store.apply({
    kind: 'topic',
    topic: { ...existing, attributes, tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) },
  });
  return true;
}

/** A subscription that an earlier run left keeps its ARN and takes the template's attributes. */
function adopt({ store }: Sns, { TopicArn, Protocol, Endpoint, Attributes }: SubscribeInput & { TopicArn: string }) {
  for (const subscription of store.subscriptionsOf(TopicArn)) {
    if (subscription.protocol === Protocol && subscription.endpoint === Endpoint)
      store.apply({ kind: 'subscription', subscription: { ...subscription, attributes: Attributes ?? {} } });
  }
}

/** CloudFormation acts for the account, which may do everything. */
function deployment({ surroundings: { accountId, random } }: Sns): Call {
  return {
    caller: { principal: `arn:aws:iam::${accountId}:root` },
    requestId: random.uuid(),
    authorize: () => {},
  };
}
