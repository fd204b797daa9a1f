import { InvokeCommand, type LambdaClient, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { Stage, clientOf } from './stage.ts';

const FAILED = 'arn:aws:sqs:us-east-1:123456789012:failed';
const DONE = 'arn:aws:sns:us-east-1:123456789012:done';

function client(stage: Stage): LambdaClient {
  return clientOf(stage);
}

const event = { FunctionName: 'f', InvocationType: 'Event', Payload: Buffer.from('{"a":1}') } as const;

describe('asynchronous invocation', () => {
  test('it answers 202 at once and runs afterwards', async () => {
    const stage = new Stage();
    const seen: unknown[] = [];
    stage.function('f', (input) => void seen.push(input));
    expect((await client(stage).send(new InvokeCommand(event))).StatusCode).toBe(202);
    expect(seen).toEqual([]);
    await stage.clock.advance(0);
    expect(seen).toEqual([{ a: 1 }]);
    expect(stage.lambda.store.asyncEvents.size).toBe(0);
  });

  test('a failure is retried after one minute and after two more, then given up', async () => {
    const stage = new Stage();
    const at: number[] = [];
    const start = stage.clock.now();
    stage.function('f', () => {
      at.push(stage.clock.now() - start);
      throw new Error('boom');
    });
    await client(stage).send(new InvokeCommand(event));
    await stage.clock.advance(3_600_000);
    expect(at).toEqual([0, 60_000, 180_000]);
  });

  test('what was given up goes to OnFailure with request and response', async () => {
    const stage = new Stage();
    stage.function('f', () => {
      throw new Error('boom');
    });
    const lambda = client(stage);
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'f',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: FAILED } },
      }),
    );
    const { $metadata } = await lambda.send(new InvokeCommand(event));
    await stage.clock.advance(60_000);
    expect(stage.sent.map(({ arn }) => arn)).toEqual([FAILED]);
    expect(JSON.parse(stage.sent[0]!.message.body)).toMatchObject({
      version: '1.0',
      requestContext: {
        requestId: $metadata.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'boom', errorType: 'Error' },
    });
  });

  test('a success goes to OnSuccess', async () => {
    const stage = new Stage();
    stage.function('f', () => 'fine');
    const lambda = client(stage);
    const DestinationConfig = { OnSuccess: { Destination: DONE } };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', DestinationConfig }));
    await lambda.send(new InvokeCommand(event));
    await stage.clock.advance(0);
    expect(JSON.parse(stage.sent[0]!.message.body)).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      responsePayload: 'fine',
    });
  });

  test('a function as destination is invoked with the record', async () => {
    const stage = new Stage();
    const seen: unknown[] = [];
    stage.function('f', () => 'fine');
    stage.function('g', (input) => void seen.push(input));
    const lambda = client(stage);
    const DestinationConfig = { OnSuccess: { Destination: stage.lambda.functionArn('g') } };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', DestinationConfig }));
    await lambda.send(new InvokeCommand(event));
    await stage.clock.advance(0);
    expect(seen).toMatchObject([{ requestPayload: { a: 1 } }]);
  });

  test('the dead-letter queue gets the event as it was, and why in attributes', async () => {
    const stage = new Stage();
    stage.function(
      'f',
      () => {
        throw new Error('boom');
      },
      { deadLetterArn: FAILED },
    );
    await client(stage).send(new InvokeCommand(event));
    await stage.clock.advance(180_000);
    expect(stage.sent).toMatchObject([
      {
        arn: FAILED,
        message: {
          body: '{"a":1}',
          attributes: { ErrorCode: { StringValue: '200' }, ErrorMessage: { StringValue: 'boom' } },
        },
      },
    ]);
  });

  test('throttles are retried for up to six hours and use up no retry', async () => {
    const stage = new Stage();
    const seen: unknown[] = [];
    stage.function('f', (input) => void seen.push(input), { reserved: 1 });
    stage.function('blocker', () => undefined);
    const release = stage.lambda.concurrency.acquire(stage.lambda.record('f'));
    await client(stage).send(new InvokeCommand(event));
    await stage.clock.advance(3_600_000);
    expect(seen).toEqual([]);
    release();
    await stage.clock.advance(300_000);
    expect(seen).toEqual([{ a: 1 }]);
  });

  test('an event older than its maximum age is given up as EventAgeExceeded', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined, { reserved: 1, deadLetterArn: FAILED });
    stage.lambda.concurrency.acquire(stage.lambda.record('f'));
    await client(stage).send(new InvokeCommand(event));
    await stage.clock.advance(7 * 3_600_000);
    expect(stage.events('given-up')).toMatchObject([{ condition: 'EventAgeExceeded' }]);
    expect(stage.sent).toHaveLength(1);
  });

  test('with a reserved concurrency of zero an event goes straight to the dead-letter queue', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined, { reserved: 0, deadLetterArn: FAILED });
    await client(stage).send(new InvokeCommand(event));
    await stage.clock.advance(0);
    expect(stage.sent).toHaveLength(1);
  });

  test('accepted events survive a restart', async () => {
    const before = new Stage();
    const changes: string[] = [];
    before.lambda.store.onChange = (change) => changes.push(JSON.stringify(change));
    before.function('f', () => undefined);
    await client(before).send(new InvokeCommand(event));
    const after = new Stage();
    const seen: unknown[] = [];
    after.handlers.set('f', (input) => void seen.push(input));
    for (const change of changes) after.lambda.store.restore(JSON.parse(change) as never);
    after.lambda.resume();
    await after.clock.advance(0);
    expect(seen).toEqual([{ a: 1 }]);
  });
});
