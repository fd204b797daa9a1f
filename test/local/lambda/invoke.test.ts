import { InvokeCommand, LambdaClient, type InvokeCommandInput, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { LambdaService } from '../../../local/services/lambda/lambda-service.ts';
import { clientOptions } from '../sdk.ts';
import { Stage, clientOf } from './stage.ts';
import type { Invocation } from '../../../local/services/lambda/execution-environment.ts';

function invoking(stage: Stage): (input: Partial<InvokeCommandInput>) => Promise<InvokeCommandOutput> {
  const client = clientOf(stage);
  return (input) => client.send(new InvokeCommand({ FunctionName: 'f', ...input }));
}

const textOf = (bytes: number): Buffer => Buffer.from(JSON.stringify('x'.repeat(bytes - 2)));
const json = (output: InvokeCommandOutput): unknown => JSON.parse(Buffer.from(output.Payload!).toString());

describe('Invoke', () => {
  test('RequestResponse answers 200 with what the handler returned and the version that ran', async () => {
    const stage = new Stage();
    stage.function('f', (event: { n: number }) => ({ doubled: event.n * 2 }));
    const output = await invoking(stage)({ Payload: Buffer.from('{"n":21}') });
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.FunctionError).toBeUndefined();
    expect(json(output)).toEqual({ doubled: 42 });
  });

  test('without a payload the event is an empty object', async () => {
    const stage = new Stage();
    stage.function('f', (event: object) => event);
    expect(json(await invoking(stage)({}))).toEqual({});
  });

  test('a thrown error is Unhandled, with its type, message and trace', async () => {
    const stage = new Stage();
    stage.function('f', () => ({
      kind: 'error',
      errorType: 'TypeError',
      errorMessage: 'no',
      stack: ['TypeError: no'],
    }));
    const output = await invoking(stage)({});
    expect([output.StatusCode, output.FunctionError]).toEqual([200, 'Unhandled']);
    expect(json(output)).toEqual({ errorType: 'TypeError', errorMessage: 'no', trace: ['TypeError: no'] });
  });

  test.each([
    ['timeout', { kind: 'timeout' }, 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'],
    ['exit', { kind: 'crash', reason: 'exit', exitCode: 1 }, 'Runtime.ExitError', 'exit status 1'],
    ['silent exit', { kind: 'crash', reason: 'exit' }, 'Runtime.ExitError', 'exited without providing a reason'],
    ['out of memory', { kind: 'crash', reason: 'out-of-memory' }, 'Runtime.OutOfMemory', 'signal: killed'],
  ])('%s is told as Lambda tells it', async (_name, outcome, errorType, message) => {
    const stage = new Stage();
    stage.function('f', () => outcome);
    const output = await invoking(stage)({});
    expect(output.FunctionError).toBe('Unhandled');
    expect(json(output)).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
  });

  test('DryRun answers 204 and runs nothing', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    expect((await invoking(stage)({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(stage.events('invoked')).toEqual([]);
  });

  test('an unknown function is ResourceNotFoundException', async () => {
    const stage = new Stage();
    await expect(invoking(stage)({ FunctionName: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test.each([
    ['its name', 'f'],
    ['its ARN', 'arn:aws:lambda:us-east-1:123456789012:function:f'],
    ['a partial ARN', '123456789012:function:f'],
    ['a qualified name', 'f:$LATEST'],
  ])('a function is found by %s', async (_name, FunctionName) => {
    const stage = new Stage();
    stage.function('f', () => 'here');
    expect(json(await invoking(stage)({ FunctionName }))).toBe('here');
  });

  test('a body that is not JSON is InvalidRequestContentException', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    await expect(invoking(stage)({ Payload: Buffer.from('{') })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });

  test.each([
    ['RequestResponse', 6_291_456],
    ['Event', 1_048_576],
  ] as const)('%s takes at most %i bytes', async (InvocationType, limit) => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    const invoke = invoking(stage);
    await invoke({ InvocationType, Payload: textOf(limit) });
    await expect(invoke({ InvocationType, Payload: textOf(limit + 1) })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      message: `${limit + 1} byte payload is too large for the ${InvocationType} invocation type (limit ${limit} bytes)`,
      $metadata: { httpStatusCode: 413 },
    });
  });

  test('a response above 6 MB is a function error', async () => {
    const stage = new Stage();
    stage.function('f', () => 'x'.repeat(6_291_560));
    expect(json(await invoking(stage)({}))).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  test('above its reserved concurrency a function is throttled with 429 and the reason', async () => {
    const stage = new Stage();
    stage.function('f', () => new Promise(() => undefined), { reserved: 1 });
    const invoke = invoking(stage);
    void invoke({});
    await expect(invoke({})).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
  });

  test('what one function reserves is not there for the others', async () => {
    const stage = new Stage({ accountConcurrency: 101 });
    stage.function('g', () => undefined, { reserved: 1 });
    stage.function('f', () => new Promise(() => undefined));
    const invoke = invoking(stage);
    for (let i = 0; i < 100; i++) void invoke({});
    await expect(invoke({})).rejects.toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' });
  });

  test('the invocation knows its deadline, request and ARN as it was called', async () => {
    const stage = new Stage();
    let seen: Invocation | undefined;
    stage.function('f', (_event, invocation) => void (seen = invocation), { timeoutSeconds: 7, memoryMb: 256 });
    const output = await invoking(stage)({ Qualifier: '$LATEST' });
    expect(seen).toMatchObject({
      requestId: output.$metadata.requestId,
      deadline: stage.clock.now() + 7000,
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
      memoryMb: 256,
      logGroup: '/aws/lambda/f',
    });
  });

  test('response streaming is refused by name', async () => {
    const stage = new Stage();
    const service = new LambdaService(stage.lambda);
    const { InvokeWithResponseStreamCommand } = await import('@aws-sdk/client-lambda');
    const client = new LambdaClient(clientOptions(service));
    await expect(client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'NotSimulated',
      message: 'lambda:InvokeWithResponseStream is not simulated',
    });
  });
});

describe('execution environments', () => {
  test('an environment is used again while warm, and stopped after long idleness', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    const invoke = invoking(stage);
    await invoke({});
    await invoke({});
    expect(stage.started).toBe(1);
    await stage.clock.advance(300_000);
    expect(stage.stopped).toBe(1);
    await invoke({});
    expect(stage.started).toBe(2);
  });

  test('each runs one invocation at a time', async () => {
    const stage = new Stage();
    stage.function(
      'f',
      () => new Promise((resolve) => stage.clock.schedule(stage.clock.now() + 1000, () => resolve(0))),
    );
    const invoke = invoking(stage);
    const both = Promise.all([invoke({}), invoke({})]);
    await stage.clock.advance(1000);
    await both;
    expect(stage.started).toBe(2);
  });

  test.each([
    ['a timeout', { kind: 'timeout' }],
    ['a crash', { kind: 'crash', reason: 'exit' }],
    ['a fatal error', { kind: 'error', errorType: 'E', errorMessage: '', stack: [], fatal: true }],
  ])('after %s it is discarded', async (_name, outcome) => {
    const stage = new Stage();
    stage.function('f', () => outcome);
    await invoking(stage)({});
    expect([stage.stopped, stage.lambda.environments]).toEqual([1, { idle: 0, busy: 0 }]);
  });

  test('after a change of code the next invocation has a fresh one while a busy one finishes', async () => {
    const stage = new Stage();
    stage.function(
      'f',
      () => new Promise((resolve) => stage.clock.schedule(stage.clock.now() + 1000, () => resolve(0))),
    );
    const invoke = invoking(stage);
    const first = invoke({});
    await stage.clock.advance(500);
    stage.lambda.updateCode('f');
    const second = invoke({});
    await stage.clock.advance(1000);
    await Promise.all([first, second]);
    expect([stage.started, stage.stopped]).toEqual([2, 1]);
  });

  test('prewarming makes one, and the first invocation takes it', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    await stage.lambda.prewarm('f');
    await stage.lambda.prewarm('f');
    await invoking(stage)({});
    expect(stage.started).toBe(1);
  });
});
