import { styleText } from 'node:util';
import type { Runtime } from '../../local/runtime.ts';
import type { MappingRecord } from '../../local/services/lambda/mappings/mapping-record.ts';
import type { LocalApp } from './app.ts';

/** What a newcomer sees once the stack runs: where things are, what to type, and what is connected to what. */
export function firstScreen(runtime: Runtime, app: LocalApp, colour: boolean): string {
  const bold = (text: string): string => (colour ? styleText('bold', text) : text);
  const dim = (text: string): string => (colour ? styleText('dim', text) : text);
  const { apiUrl, awsUrl } = runtime;
  const pages = ['queues', 'journeys/ID', ...Object.keys(app.routes)];
  const [title, ...example] = apiUrl === undefined ? [] : app.example(apiUrl);
  return [
    '',
    `${bold('Spillway')} runs ${app.subject} ${dim(`(${app.origin})`)}`,
    '',
    ...(apiUrl === undefined ? [] : [`  API       ${bold(apiUrl)}`]),
    `  AWS port  ${awsUrl}   ${dim(`aws --endpoint-url ${awsUrl} sqs list-queues`)}`,
    `  Look at   ${awsUrl}/_spillway/${pages.join('   …/')}`,
    '',
    ...(title === undefined ? [] : [bold(`  ${title}`), ...example.map((line) => `  ${line}`), '']),
    ...map(runtime),
    dim(`  ${app.hint}Ctrl-C stops.`),
    '',
    '',
  ].join('\n');
}

/** Routes, streams and queues with the functions behind them, as they were provisioned. */
function map({ cloud, nameOf }: Runtime): string[] {
  const mappings = [...cloud.lambda.store.mappings.values()];
  const api = [...cloud.httpApis.apis.values()].flatMap(({ routes, integrations }) =>
    [...routes.values()].map(({ key, integrationId }): Connection => [
      key,
      integrations.get(integrationId!)!.functionArn,
    ]),
  );
  const of = (kind: MappingRecord['kind']) =>
    mappings
      .filter((mapping) => mapping.kind === kind)
      .map(({ eventSourceArn, functionArn }): Connection => [short(eventSourceArn), functionArn]);
  return Object.entries({ API: api, Streams: of('stream'), Queues: of('queue') }).flatMap(([title, connections]) =>
    connections.length === 0
      ? []
      : [`  ${title}`, ...connections.map(([from, to]) => `    ${from.padEnd(32)} → ${nameOf(to)}`), ''],
  );
}

type Connection = readonly [from: string, functionArn: string];

/** `Spillway-OrdersLanesVip0A1B2C3D.fifo` → `OrdersLanesVip.fifo`; of a stream its table's name, without CloudFormation's suffix. */
function short(arn: string): string {
  const resource = arn.split(':')[5]!;
  return (/^table\/([^/]+)/.exec(resource)?.[1] ?? resource)
    .replace(/^Spillway-/, '')
    .replace(/-?[0-9A-F]{8}(?:-[0-9A-Z]{10,14})?(?=\.fifo$|$)/, '');
}
