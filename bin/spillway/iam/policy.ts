import type { WorkQueue } from '../stack/queues.ts';
import { physicalIds, type Stack } from '../stack/stack.ts';

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly buckets: readonly string[];
}

/** Kinds of resources that actions are allowed on. */
type Kind =
  | 'stack'
  | 'queues'
  | 'work queues'
  | 'dead-letter queues'
  | 'topics'
  | 'functions'
  | 'mappings'
  | 'tables'
  | 'log groups'
  | 'buckets'
  | 'objects'
  | 'any';

type Needs = readonly (readonly [action: string, on: Kind])[];

const find: Needs = [
  ['cloudformation:DescribeStacks', 'stack'],
  ['cloudformation:ListStackResources', 'stack'],
];
const findQueues: Needs = [
  ...find,
  ['sqs:GetQueueAttributes', 'queues'],
  ['sns:ListSubscriptionsByTopic', 'topics'],
  ['sns:GetSubscriptionAttributes', 'any'],
];
const look: Needs = [
  ...findQueues,
  ['sqs:ReceiveMessage', 'dead-letter queues'],
  ['sqs:ChangeMessageVisibility', 'dead-letter queues'],
];
/** AWS lets mappings be listed for all or for none. */
const findHandlers: Needs = [
  ['lambda:ListEventSourceMappings', 'any'],
  ['lambda:GetFunctionConfiguration', 'functions'],
];
const judge: Needs = [...look, ...findHandlers, ['dynamodb:BatchGetItem', 'tables']];
const readRows: Needs = [['dynamodb:GetItem', 'tables']];

/** What each command asks AWS for. A test runs each with nothing else. */
export const needs: Readonly<Record<string, Needs>> = {
  queues: [...findQueues, ['cloudwatch:GetMetricData', 'any']],
  'dlq list': [...look, ...readRows],
  'dlq show': [...look, ...readRows],
  'dlq stats': [...look, ...readRows, ...findHandlers],
  'dlq redrive': [...judge, ['sqs:SendMessage', 'work queues'], ['sqs:DeleteMessage', 'dead-letter queues']],
  'dlq edit': [...look, ['sqs:SendMessage', 'dead-letter queues'], ['sqs:DeleteMessage', 'dead-letter queues']],
  'dlq drop': [...judge, ['sqs:DeleteMessage', 'dead-letter queues']],
  'dlq export': [...look, ...readRows],
  send: [...findQueues, ['sqs:SendMessage', 'work queues']],
  tail: [...find, ['logs:FilterLogEvents', 'log groups']],
  journey: [...find, ['logs:StartQuery', 'log groups'], ['logs:GetQueryResults', 'log groups']],
  breaker: [
    ...find,
    ['lambda:GetFunctionConfiguration', 'functions'],
    ['lambda:InvokeFunction', 'functions'],
    ['lambda:GetEventSourceMapping', 'mappings'],
    ['dynamodb:GetItem', 'tables'],
    ['dynamodb:UpdateItem', 'tables'],
  ],
  empty: [
    ...find,
    ['sqs:GetQueueAttributes', 'queues'],
    ['sqs:PurgeQueue', 'queues'],
    ['s3:ListBucketVersions', 'buckets'],
    ['s3:DeleteObjectVersion', 'objects'],
  ],
};

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string[];
  readonly Resource: string[];
}

/** One statement for each kind of resource that there is. */
export function policyFor(
  commands: readonly string[],
  stack: Stack,
  queues: readonly WorkQueue[],
  place: Place,
): { readonly Version: string; readonly Statement: readonly Statement[] } {
  const actions = new Map<Kind, Set<string>>();
  for (const [action, kind] of commands.flatMap((name) => needs[name] ?? []))
    actions.set(kind, (actions.get(kind) ?? new Set()).add(action));
  const resources = resourcesOf(stack, queues, place);
  return {
    Version: '2012-10-17',
    Statement: [...actions]
      .map(([kind, names]) => ({ Effect: 'Allow' as const, Action: [...names].toSorted(), Resource: resources[kind] }))
      .filter(({ Resource }) => Resource.length > 0),
  };
}

function resourcesOf(stack: Stack, queues: readonly WorkQueue[], place: Place): Record<Kind, string[]> {
  const { partition, region, account, buckets } = place;
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const work = queues.map((queue) => queue.arn);
  const dead = queues.flatMap(({ deadLetterQueues }) => deadLetterQueues.map((queue) => queue.arn));
  const tables = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => physicalIds(stack, type));
  return {
    stack: [arn('cloudformation', `stack/${stack.name}/*`)],
    queues: [...work, ...dead],
    'work queues': work,
    'dead-letter queues': dead,
    topics: physicalIds(stack, 'AWS::SNS::Topic'),
    functions: physicalIds(stack, 'AWS::Lambda::Function').map((name) => arn('lambda', `function:${name}`)),
    mappings: physicalIds(stack, 'AWS::Lambda::EventSourceMapping').map((id) =>
      arn('lambda', `event-source-mapping:${id}`),
    ),
    tables: tables.map((name) => arn('dynamodb', `table/${name}`)),
    'log groups': physicalIds(stack, 'AWS::Logs::LogGroup').map((name) => arn('logs', `log-group:${name}:*`)),
    buckets: buckets.map((name) => `arn:${partition}:s3:::${name}`),
    objects: buckets.map((name) => `arn:${partition}:s3:::${name}/*`),
    any: ['*'],
  };
}
