import { styleText } from 'node:util';
import type { Runtime } from '../../local/runtime.ts';

/** What a newcomer sees once the stack runs: where things are, what to type, and what is connected to what. */
export function firstScreen(runtime: Runtime, { colour, built }: { colour: boolean; built: boolean }): string {
  const bold = (text: string): string => (colour ? styleText('bold', text) : text);
  const dim = (text: string): string => (colour ? styleText('dim', text) : text);
  const { apiUrl, awsUrl } = runtime;
  return [
    '',
    `${bold('Spillway')} runs the synthesized stack ${dim(built ? '(just built)' : '(nothing changed since the last build)')}`,
    '',
    `  API       ${bold(apiUrl)}`,
    `  AWS port  ${awsUrl}   ${dim(`aws --endpoint-url ${awsUrl} sqs list-queues`)}`,
    `  Look at   ${awsUrl}/_spillway/queues   …/journeys/ORDER_ID   …/mail   …/payments`,
    '',
    bold('  Place an order'),
    `  curl -i ${apiUrl}/orders -H 'content-type: application/json' -H 'idempotency-key: first' \\`,
    `       -d '{"customerId":"ada","items":[{"sku":"tea","quantity":2}]}'`,
    '',
    ...map(runtime).map((line) => `  ${line}`),
    '',
    dim('  Edit a file below lambdas/ and the next message runs it. Ctrl-C stops.'),
    '',
    '',
  ].join('\n');
}

/** Routes, queues and subscriptions as they were provisioned. */
function map({ cloud }: Runtime): string[] {
  const functions = new Map(
    [...cloud.lambda.store.functions.values()].map(({ latest }) => [
      latest.functionArn,
      latest.environment['POWERTOOLS_SERVICE_NAME'] ?? latest.functionName,
    ]),
  );
  const consumers = [...cloud.lambda.store.mappings.values()].filter(({ eventSourceArn }) =>
    eventSourceArn?.includes(':sqs:'),
  );
  const api = [...cloud.httpApis.apis.values()].flatMap(({ routes, integrations }) =>
    [...routes.values()].map(
      ({ key, integrationId }) => `${key.padEnd(32)} → ${functions.get(integrations.get(integrationId!)!.functionArn)}`,
    ),
  );
  const queues = consumers.map(
    ({ eventSourceArn, functionArn }) => `${short(eventSourceArn).padEnd(32)} → ${functions.get(functionArn)}`,
  );
  return [
    'API',
    ...api.map((line) => `  ${line}`),
    'Outbox → relay → queues and the event topic',
    'Queues',
    ...queues.map((line) => `  ${line}`),
  ];
}

/** `Spillway-OrdersLanesVip0A1B2C3D.fifo` → `OrdersLanesVip.fifo` */
function short(arn: string): string {
  return arn
    .split(':')
    .at(-1)!
    .replace(/^Spillway-/, '')
    .replace(/-?[0-9A-F]{8}(?=\.fifo$|$)/, '');
}
