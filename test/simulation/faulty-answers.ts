import type { FunctionSettings } from '../../local/services/lambda/function-record.ts';
import { bodyText } from '../../simulation/request-body.ts';
import type { AwsRequest, AwsResponse } from '../../simulation/habitat.ts';
import type { World } from './world.ts';

/** An answer that a fault gives in place of the service, or a bent request's answer; undefined where nothing strikes. */
export function answeredInstead(
  world: World,
  { environment }: FunctionSettings,
  request: AwsRequest,
): Promise<AwsResponse> | undefined {
  const { plan, clock, outbreak } = world;
  const records = environment['IDEMPOTENCY_TABLE'];
  if (
    records !== undefined &&
    !plan.over &&
    outbreak.idempotencyDown(clock.now()) &&
    bodyText(request).includes(records)
  ) {
    plan.count('idempotency-down');
    return Promise.resolve(down());
  }
  const server = environment['POWERTOOLS_SERVICE_NAME'] === 'quotes-answer' && request.service === 'dynamodb';
  if (server && !plan.over && outbreak.quotesDown(clock.now())) {
    plan.count('quotes-down');
    return Promise.resolve(down());
  }
  if (plan.strikes('throttle')) return Promise.resolve(throttled(request));
  const action = request.headers['x-amz-target']?.split('.')[1] ?? request.headers['X-Amz-Target']?.split('.')[1];
  if (action === 'TransactWriteItems' && plan.strikes('transaction-conflict'))
    return Promise.resolve(conflict(request));
  if (action === 'SendMessageBatch' && plan.strikes('failed-entries')) return Promise.resolve(allRefused(request));
  return undefined;
}

const down = (): AwsResponse =>
  json(500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'Down' });

function throttled({ service }: AwsRequest): AwsResponse {
  if (service === 'sns') {
    const body =
      '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>';
    return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
  }
  const type =
    service === 'sqs' ? 'com.amazonaws.sqs#RequestThrottled' : 'com.amazonaws.dynamodb.v20120810#ThrottlingException';
  return json(400, { __type: type, message: 'Rate exceeded' });
}

/** Another transaction holds the first item. */
function conflict(request: AwsRequest): AwsResponse {
  const { TransactItems } = JSON.parse(bodyText(request)) as { TransactItems: unknown[] };
  const reasons = TransactItems.map((_item, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' }));
  return json(400, {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    CancellationReasons: reasons,
  });
}

/** A 200 that took nothing. */
function allRefused(request: AwsRequest): AwsResponse {
  const { Entries } = JSON.parse(bodyText(request)) as { Entries: { Id: string }[] };
  return json(200, {
    Successful: [],
    Failed: Entries.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false, Message: 'Try again' })),
  });
}

function json(status: number, body: object): AwsResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from(JSON.stringify(body)) };
}
