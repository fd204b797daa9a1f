import { consumptions, queue, subscriptions, type FunctionProperties, type Queue } from './shapes.ts';
import { ofType, target, type Found, type Template } from './template.ts';

/** Queues that an AWS service sends to: subscribed to a topic, or notified by a bucket. */
export function deliveries(template: Template): { readonly queue: Queue; readonly service: string }[] {
  const found = (reference: unknown, service: string) => {
    const own = queue(template, target(reference));
    return own === undefined ? [] : [{ queue: own, service }];
  };
  return [
    ...subscriptions(template).flatMap(({ properties: { Endpoint, RedrivePolicy } }) => [
      ...found(Endpoint, 'sns.amazonaws.com'),
      ...found(RedrivePolicy?.deadLetterTargetArn, 'sns.amazonaws.com'),
    ]),
    ...notifications(template).flatMap(({ to }) => found(to, 's3.amazonaws.com')),
  ];
}

interface Notification {
  readonly bucket: string;
  /** What is told: a queue, a topic, a function. */
  readonly to: unknown;
  /** Only of some keys. */
  readonly prefixed: boolean;
}

type NotificationSettings = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** What buckets tell whom, as a property of the bucket or by the CDK's custom resource. */
export function notifications(template: Template): Notification[] {
  const own = ofType<{ NotificationConfiguration?: NotificationSettings }>(template, 'AWS::S3::Bucket').map(
    ({ id, properties }) => ({ bucket: id, settings: properties.NotificationConfiguration }),
  );
  const custom = ofType<{ BucketName: unknown; NotificationConfiguration?: NotificationSettings }>(
    template,
    'Custom::S3BucketNotifications',
  ).map(({ properties }) => ({
    bucket: target(properties.BucketName),
    settings: properties.NotificationConfiguration,
  }));
  return [...own, ...custom].flatMap(({ bucket, settings }) =>
    Object.values(settings ?? {})
      .filter((entries) => Array.isArray(entries))
      .flatMap((entries) => entries)
      .flatMap((entry) => {
        const to = ['Queue', 'QueueArn', 'Topic', 'TopicArn', 'Function', 'LambdaFunctionArn']
          .map((key) => entry[key])
          .find((value) => value !== undefined);
        return bucket === undefined || to === undefined ? [] : [{ bucket, to, prefixed: 'Filter' in entry }];
      }),
  );
}

/** Functions that a bucket sets off: directly, through a queue, or through a topic and its queues. */
export function bucketConsumers(
  template: Template,
): { readonly bucket: string; readonly consumer: Found<FunctionProperties>; readonly prefixed: boolean }[] {
  const downstream = (id: string | undefined): Found<FunctionProperties>[] => [
    ...ofType<FunctionProperties>(template, 'AWS::Lambda::Function').filter((found) => found.id === id),
    ...consumptions(template)
      .filter(({ source }) => source.id === id)
      .map(({ consumer }) => consumer),
    ...subscriptions(template)
      .filter(({ properties }) => target(properties.TopicArn) === id)
      .flatMap(({ properties }) => downstream(target(properties.Endpoint))),
  ];
  return notifications(template).flatMap(({ bucket, to, prefixed }) =>
    downstream(target(to)).map((consumer) => ({ bucket, consumer, prefixed })),
  );
}
