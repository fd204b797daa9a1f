import { changeAttributes, deployQueue } from './new-queue.ts';
import { queueNameOf } from './queue-name.ts';
import type { Created, Resource, ResourceType } from '../../template/resource-type.ts';
import type { Cloud } from '../cloud.ts';

/** Attributes that a template gives under the name and with the values of the API. */
const PLAIN = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
] as const;

/** Attributes that are JSON objects in a template and text in the API. */
const DOCUMENTS = ['RedrivePolicy', 'RedriveAllowPolicy'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
const queue: ResourceType = {
  properties: Object.fromEntries([...PLAIN, ...DOCUMENTS, 'QueueName', 'Tags'].map((name) => [name, true])),
  create: (resource: Resource, { sqs }: Cloud): Created => {
    const { properties } = resource;
    const attributes: Record<string, string> = {};
    for (const name of PLAIN) {
      const value = properties[name] as string | number | boolean | undefined;
      if (value !== undefined) attributes[name] = String(value);
    }
    // A template may say it; the API does not know it.
    if (attributes['FifoQueue'] === 'false') delete attributes['FifoQueue'];
    for (const name of DOCUMENTS) {
      const document = properties[name];
      if (document !== undefined) attributes[name] = typeof document === 'string' ? document : JSON.stringify(document);
    }
    const tags = (properties['Tags'] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
    const { record } = deployQueue(sqs, {
      name: nameOf(resource, attributes['FifoQueue'] === 'true'),
      attributes,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    });
    const url = sqs.urlOf(record.name);
    return { ref: url, attributes: { Arn: record.arn, QueueName: record.name, QueueUrl: url } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
const queuePolicy: ResourceType = {
  properties: { PolicyDocument: true, Queues: true },
  create: ({ logicalId, properties }: Resource, { sqs }: Cloud): Created => {
    const document = properties['PolicyDocument'];
    const policy = typeof document === 'string' ? document : JSON.stringify(document);
    for (const url of properties['Queues'] as readonly string[]) {
      const target = sqs.demandQueue(sqs.arnOf(queueNameOf(url)));
      changeAttributes(sqs, target, { Policy: policy });
    }
    return { ref: logicalId, attributes: { Id: logicalId } };
  },
};

function nameOf(resource: Resource, fifo: boolean): string {
  const given = resource.properties['QueueName'];
  if (typeof given === 'string') return given;
  return fifo ? `${resource.physicalName(75)}.fifo` : resource.physicalName(80);
}

export const sqsResources: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
};
