import { ofType, target, type Template } from '../../lib/doctor/template.ts';

type Properties = Record<string, unknown>;

/** The properties of the first resource of a type, to be spoiled. */
function first(template: Template, type: string, where: (properties: Properties) => boolean = () => true): Properties {
  const found = ofType<Properties>(template, type).find(({ properties }) => where(properties));
  if (found === undefined) throw new Error(`the template has no such ${type}`);
  return found.properties;
}

const sqs = 'AWS::SQS::Queue';
const mapping = 'AWS::Lambda::EventSourceMapping';
const subscription = 'AWS::SNS::Subscription';

const isFifo = ({ FifoQueue }: Properties) => FifoQueue === true;
const isSource = ({ RedrivePolicy }: Properties) => RedrivePolicy !== undefined;
const isStandard = (properties: Properties) => !isFifo(properties) && isSource(properties);
const readsQueue = ({ ScalingConfig }: Properties) => ScalingConfig !== undefined;

function properties(template: Template, reference: unknown): Properties {
  return template.Resources[target(reference)!]!.Properties as Properties;
}

/** The resources around the first subscription. */
function around(template: Template) {
  const own = first(template, subscription);
  const deadLetters = (own['RedrivePolicy'] as { deadLetterTargetArn: unknown }).deadLetterTargetArn;
  return { own, endpoint: properties(template, own['Endpoint']), deadLetters: properties(template, deadLetters) };
}

/** The queue mapping whose source passes, with its source's id. */
function reading(template: Template, where: (properties: Properties) => boolean) {
  const own = first(
    template,
    mapping,
    (each) => readsQueue(each) && where(properties(template, each['EventSourceArn'])),
  );
  return { own, source: target(own['EventSourceArn'])!, consumer: properties(template, own['FunctionName']) };
}

function addStatement(template: Template, statement: unknown, role?: string): void {
  const policy = first(template, 'AWS::IAM::Policy', ({ Roles }) =>
    role === undefined ? true : (Roles as readonly unknown[]).some((each) => target(each) === role),
  );
  (policy['PolicyDocument'] as { Statement: unknown[] }).Statement.push(statement);
}

function removeEach(template: Template, type: string, where: (properties: Properties) => boolean): void {
  for (const { id, properties } of ofType<Properties>(template, type)) {
    if (where(properties)) delete (template.Resources as Record<string, unknown>)[id];
  }
}

function add(template: Template, id: string, type: string, properties: Properties): void {
  (template.Resources as Record<string, unknown>)[id] = { Type: type, Properties: properties };
}

/** For each rule one way to break it, done to a template that keeps it. */
export const plants: Readonly<Record<number, (template: Template) => void>> = {
  1: (t) => void (first(t, sqs, isStandard)['VisibilityTimeout'] = 59),
  2: (t) => void delete first(t, sqs, isStandard)['RedrivePolicy'],
  3: (t) => void ((first(t, sqs, isSource)['RedrivePolicy'] as Properties)['maxReceiveCount'] = 4),
  4: (t) => {
    const policy = first(t, sqs, isStandard)['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    properties(t, policy.deadLetterTargetArn)['MessageRetentionPeriod'] = 345_600;
  },
  5: (t) => void delete first(t, sqs, (each) => isFifo(each) && isSource(each))['FifoQueue'],
  6: (t) => void delete first(t, subscription)['RedrivePolicy'],
  7: (t) => removeEach(t, 'AWS::SQS::QueuePolicy', (each) => JSON.stringify(each).includes('sns.amazonaws.com')),
  8: (t) => void (around(t).deadLetters['FifoQueue'] = true),
  9: (t) => void (around(t).endpoint['FifoQueue'] = true),
  10: (t) => void (first(t, subscription)['Protocol'] = 'lambda'),
  11: (t) => void delete first(t, sqs, (each) => !isSource(each))['RedriveAllowPolicy'],
  12: (t) => {
    const { endpoint, deadLetters } = around(t);
    const source = ofType<Properties>(t, sqs).find(({ properties }) => properties === endpoint)!;
    const policy = endpoint['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    const sourceQueueArns = [{ 'Fn::GetAtt': [source.id, 'Arn'] }];
    properties(t, policy.deadLetterTargetArn)['RedriveAllowPolicy'] = { sourceQueueArns, deadLetters };
  },
  13: (t) => void delete first(t, mapping)['FunctionResponseTypes'],
  17: (t) => void (reading(t, isFifo).own['BatchSize'] = 100),
  18: (t) => void (reading(t, isFifo).own['ScalingConfig'] = { MaximumConcurrency: 1 }),
  19: (t) => void (reading(t, isFifo).consumer['ReservedConcurrentExecutions'] = 1),
  20: (t) => void delete reading(t, isFifo).own['ScalingConfig'],
  23: (t) => void delete first(t, subscription)['RawMessageDelivery'],
  25: (t) => void (first(t, subscription)['FilterPolicy'] = { eventType: ['order.complete'] }),
  26: (t) => void (reading(t, isFifo).own['FilterCriteria'] = { Filters: [{ Pattern: '{}' }] }),
  28: (t) => {
    const { consumer } = reading(t, isStandard);
    (consumer['Environment'] as { Variables: Properties }).Variables['IDEMPOTENCY_SECONDS'] = '3600';
  },
  33: (t) => void delete first(t, 'AWS::DynamoDB::Table')['TimeToLiveSpecification'],
  42: (t) => {
    const { source, consumer } = reading(t, isStandard);
    const queue = { 'Fn::GetAtt': [source, 'Arn'] };
    const configuration = { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: queue }] };
    add(t, 'Uploads', 'AWS::S3::Bucket', { NotificationConfiguration: configuration });
    const objects = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Uploads', 'Arn'] }, '/*']] };
    addStatement(t, { Effect: 'Allow', Action: 's3:PutObject', Resource: objects }, target(consumer['Role']));
  },
  44: (t) => void (around(t).endpoint['KmsMasterKeyId'] = 'alias/aws/sqs'),
  45: (t) => {
    const policy = first(t, 'AWS::SNS::TopicPolicy', (each) => JSON.stringify(each).includes('cloudwatch'));
    const { Statement } = policy['PolicyDocument'] as { Statement: Properties[] };
    for (const statement of Statement) if (statement['Effect'] === 'Allow') delete statement['Condition'];
  },
  46: (t) => removeEach(t, 'AWS::SNS::TopicPolicy', () => true),
  47: (t) => {
    const { source, own } = reading(t, isStandard);
    const policy = t.Resources[source]!.Properties!['RedrivePolicy'] as { deadLetterTargetArn: unknown };
    own['EventSourceArn'] = policy.deadLetterTargetArn;
  },
  48: (t) => removeEach(t, 'AWS::CloudWatch::Alarm', ({ Threshold }) => Threshold === 1),
  50: (t) => removeEach(t, 'AWS::CloudWatch::Alarm', (each) => each['MetricName'] === 'ApproximateAgeOfOldestMessage'),
  51: (t) => void delete first(t, 'AWS::Logs::LogGroup')['RetentionInDays'],
  52: (t) => addStatement(t, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }),
  53: (t) =>
    add(t, 'Direct', 'AWS::ApiGatewayV2::Integration', {
      IntegrationSubtype: 'SQS-SendMessage',
      RequestParameters: { MessageBody: '$request.body.MessageBody' },
    }),
  54: (t) => void (first(t, 'AWS::ApiGatewayV2::Route')['AuthorizationType'] = 'NONE'),
  57: (t) => void delete first(t, sqs, isFifo)['FifoThroughputLimit'],
  60: (t) => {
    const { source, consumer } = reading(t, isStandard);
    const resource = { 'Fn::GetAtt': [source, 'Arn'] };
    addStatement(t, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: resource }, target(consumer['Role']));
  },
  62: (t) => void (reading(t, isStandard).own['MaximumBatchingWindowInSeconds'] = 5),
  63: (t) => {
    const [found] = ofType(t, 'AWS::DynamoDB::Table');
    delete (found!.resource as { DeletionPolicy?: string }).DeletionPolicy;
  },
};
