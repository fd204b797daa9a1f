import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { ACTIONS as cloudwatchActions, isOtherAction } from '../local/services/cloudwatch/action-table.ts';
import { actions as dynamodbActions, streamActions } from '../local/services/dynamodb/action-table.ts';
import { ROUTES } from '../local/services/lambda/routes.ts';
import { s3Operations } from '../local/services/s3/s3-service.ts';
import { schedulerActions } from '../local/services/scheduler/scheduler-service.ts';
import { ACTIONS as snsActions, OTHER_ACTIONS } from '../local/services/sns/action-table.ts';
import { ACTIONS as sqsActions } from '../local/services/sqs/actions.ts';
import { refusedActions } from '../local/services/sts/sts-service.ts';
import { resourceTypes } from '../local/template/resource-types.ts';
import { operation } from './simulator-operation.ts';

/** One AWS API: what its SDK can ask for, and what is answered here. */
export interface Api {
  readonly title: string;
  readonly all: readonly string[];
  readonly emulated: ReadonlySet<string>;
  /** Whether it is known by name, if only to be refused. */
  readonly known: (name: string) => boolean;
}

const api = (
  title: string,
  sdk: object,
  emulated: readonly string[],
  known: (name: string) => boolean = () => false,
): Api => {
  const commands = Object.keys(sdk).filter((name) => name.endsWith('Command') && name !== '$Command');
  return {
    title,
    all: commands.map((name) => name.slice(0, -'Command'.length)).sort(),
    emulated: new Set(emulated),
    known,
  };
};

const answered = (table: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(table).filter((name) => table[name] !== 'not simulated');

export const apis: readonly Api[] = [
  api('CloudWatch', cloudwatch, Object.keys(cloudwatchActions), isOtherAction),
  api('DynamoDB', dynamodb, answered(dynamodbActions), (name) => Object.hasOwn(dynamodbActions, name)),
  api('DynamoDB Streams', streams, answered(streamActions)),
  api('EventBridge Scheduler', scheduler, schedulerActions),
  api(
    'Lambda',
    lambda,
    ['Invoke', ...ROUTES.filter(({ action }) => action !== undefined).map(({ name }) => name)],
    (name) => ROUTES.some((route) => route.name === name),
  ),
  api('S3', s3, s3Operations, () => true),
  api('SNS', sns, Object.keys(snsActions), (name) => OTHER_ACTIONS.has(name)),
  api('SQS', sqs, Object.keys(sqsActions)),
  api('STS', sts, ['GetCallerIdentity'], (name) => refusedActions.has(name)),
];

const names = (all: readonly string[]): string =>
  all.length === 0 ? 'none' : all.map((name) => `\`${name}\``).join(', ');

function apiSection({ title, all, emulated, known }: Api): string[] {
  const others = all.filter((name) => !emulated.has(name));
  const [refused, unknown] = [others.filter(known), others.filter((name) => !known(name))];
  return [
    `### ${title}`,
    '',
    `Emulated, ${all.length - others.length} of ${all.length}: ${names(all.filter((name) => emulated.has(name)))}.`,
    '',
    ...(refused.length === 0 ? [] : [`Refused by name: ${names(refused)}.`, '']),
    ...(unknown.length === 0 ? [] : [`Unknown here: ${names(unknown)}.`, '']),
  ];
}

function resourceSection(type: string): string[] {
  const properties = Object.entries(resourceTypes[type]!.properties).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const honoured = properties.filter(([, how]) => how === true).map(([name]) => name);
  const ignored = properties.filter(([, how]) => how !== true);
  return [
    `### ${type}`,
    '',
    ...(honoured.length === 0 ? [] : [`Honoured: ${names(honoured)}.`, '']),
    ...ignored.map(([name, reason]) => `- \`${name}\` is ignored: ${String(reason)}.`),
    ...(ignored.length === 0 ? [] : ['']),
  ];
}

/** The text of `docs/simulator.md`. */
export function simulatorDocument(): string {
  return [
    '# The simulator',
    '',
    'Generated from the code by `node scripts/simulator-doc.ts`.',
    '',
    ...operation,
    '## Actions',
    '',
    'An action that is not emulated is refused by its name, with the code `NotSimulated` and status 501, or with the error',
    'that AWS gives for an operation it does not know. Nothing is passed over in silence.',
    '',
    ...apis.flatMap(apiSection),
    '## CloudFormation',
    '',
    'A resource type or a property that is not listed fails the deployment by its name, before anything is created.',
    '',
    ...Object.keys(resourceTypes).toSorted().flatMap(resourceSection),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

if (import.meta.main) {
  writeFileSync(join(fileURLToPath(new URL('..', import.meta.url)), 'docs/simulator.md'), simulatorDocument());
}
