import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RealClock } from '../../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../../local/clock/random.ts';
import { addFunction, type NewFunction } from '../../../../local/services/lambda/function-settings.ts';
import { Lambda } from '../../../../local/services/lambda/lambda.ts';
import { WorkerHost, type LogLine } from '../../../../local/services/lambda/worker-host/worker-host.ts';
import type { Completed } from '../../../../local/services/lambda/failure.ts';

let folder: string;
let clock: RealClock;
let host: WorkerHost;
let lambda: Lambda;
let logs: LogLine[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-worker-'));
  clock = new RealClock();
  logs = [];
  host = new WorkerHost({
    clock,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    workFolder: join(folder, 'work'),
    credentials: (role) => ({ accessKeyId: `key of ${role}`, secretAccessKey: 'secret', sessionToken: 'token' }),
    log: (line) => logs.push(line),
    platformLines: true,
  });
  lambda = new Lambda(
    {
      clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => undefined,
    },
    { environments: host.environments },
  );
});

afterEach(() => {
  lambda.stop();
  host.stop();
  clock.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, source: string, file: string): string {
  const codePath = join(folder, name);
  mkdirSync(codePath, { recursive: true });
  writeFileSync(join(codePath, file), source);
  return codePath;
}

/** Deploys `source` as the module of function `f`. */
function deploy(source: string, settings: Partial<NewFunction> & { file?: string } = {}): void {
  const { file = 'index.js', ...rest } = settings;
  addFunction(lambda, {
    functionName: 'f',
    codePath: write('f', source, file),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    role: 'r',
    ...rest,
  });
}

const run = (event: unknown = {}, tail = false): Promise<Completed> =>
  lambda.run(lambda.resolve('f'), event, { source: 'test', tail });
const payload = async (event: unknown = {}): Promise<unknown> => JSON.parse((await run(event)).payload);

describe('worker host', () => {
  test('a CommonJS bundle runs', async () => {
    deploy('exports.handler = async (event) => ({ got: event.a });');
    expect(await payload({ a: 1 })).toEqual({ got: 1 });
  });

  test('an ES module runs', async () => {
    deploy('await null; export const handler = async (event) => ({ got: event.a });', { file: 'index.mjs' });
    expect(await payload({ a: 1 })).toEqual({ got: 1 });
  });

  test('a handler may lie in a folder under a name of its own', async () => {
    mkdirSync(join(folder, 'f', 'orders'), { recursive: true });
    deploy('exports.process = async () => "here";', { file: 'orders/place.js', handler: 'orders/place.process' });
    expect(await payload()).toBe('here');
  });

  test('nothing returned is null', async () => {
    deploy('exports.handler = async () => {};');
    expect((await run()).payload).toBe('null');
  });

  test("the time of day is the runtime's, also when it was turned ahead", async () => {
    deploy('exports.handler = async () => [Date.now(), new Date().getTime(), new Date(7).getTime()];');
    for (const hours of [0, 5]) {
      clock.advance(hours * 3_600_000);
      const before = clock.now();
      const [now, made, given] = (await payload()) as [number, number, number];
      for (const told of [now, made]) {
        expect(told).toBeGreaterThanOrEqual(before);
        expect(told).toBeLessThanOrEqual(clock.now());
      }
      expect(given).toBe(7);
    }
  });

  test('the environment variables are those of a function, and only those', async () => {
    deploy('exports.handler = async () => process.env;', { environment: { MINE: 'yes' }, memoryMb: 256 });
    const env = (await payload()) as Record<string, string>;
    expect(env).toMatchObject({
      MINE: 'yes',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_ACCESS_KEY_ID: 'key of r',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      LAMBDA_TASK_ROOT: join(folder, 'f'),
      _HANDLER: 'index.handler',
      TZ: ':UTC',
    });
    expect(env['_X_AMZN_TRACE_ID']).toMatch(/^Root=1-/);
    expect(env['HOME']).toBeUndefined();
  });

  test('the context tells function, ARN, request, memory and remaining time', async () => {
    deploy('exports.handler = async (_, c) => ({ ...c, left: c.getRemainingTimeInMillis() });', { timeoutSeconds: 9 });
    const { requestId, payload } = await run();
    const context = JSON.parse(payload) as { left: number };
    expect(context).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      awsRequestId: requestId,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/f',
    });
    expect(context.left).toBeGreaterThan(8000);
    expect(context.left).toBeLessThanOrEqual(9000);
  });

  test('a warm environment keeps its module state', async () => {
    deploy('let n = 0; exports.handler = async () => (n += 1);');
    expect([await payload(), await payload()]).toEqual([1, 2]);
  });

  test('a thrown error keeps its type, message and stack', async () => {
    deploy('exports.handler = async () => { throw new TypeError("no"); };');
    const { functionError, payload } = await run();
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no',
      trace: expect.arrayContaining(['TypeError: no', expect.stringContaining('index.js')]),
    });
  });

  test('a handler past its timeout is ended, even in an endless loop, and the next starts fresh', async () => {
    deploy('let n = 0; exports.handler = async (e) => { n += 1; while (e.hang); return n; };', { timeoutSeconds: 1 });
    expect((await run({ hang: true })).outcome).toBe('timeout');
    expect(await payload()).toBe(1);
  });

  test('process.exit ends its environment alone', async () => {
    deploy('exports.handler = async (e) => { if (e.exit) process.exit(3); return "alive"; };');
    expect(JSON.parse((await run({ exit: true })).payload)).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 3'),
    });
    expect(await payload()).toBe('alive');
  });

  test('running out of memory ends its environment alone', async () => {
    deploy('exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };', {
      timeoutSeconds: 30,
    });
    expect(JSON.parse((await run()).payload)).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  });

  test.each([
    ['an uncaught exception', 'setTimeout(() => { throw new RangeError("late"); })', 'RangeError'],
    ['an unhandled rejection', 'void Promise.reject(new Error("late"))', 'Runtime.UnhandledPromiseRejection'],
  ])('%s fails the invocation and ends the environment', async (_name, statement, errorType) => {
    deploy(
      `let n = 0; exports.handler = async (e) => { n += 1; if (!e.bad) return n; ${statement}; await new Promise(() => {}); };`,
    );
    expect(JSON.parse((await run({ bad: true })).payload)).toMatchObject({ errorType });
    expect(await payload()).toBe(1);
  });

  test.each([
    ['a missing module', {}, 'missing.handler', 'Runtime.ImportModuleError'],
    ['a missing export', {}, 'index.other', 'Runtime.HandlerNotFound'],
    ['a malformed name', {}, 'index', 'Runtime.MalformedHandlerName'],
  ])('%s is told as Lambda does', async (_name, _settings, handler, errorType) => {
    deploy('exports.handler = async () => {};', { handler });
    expect(await payload()).toMatchObject({ errorType });
  });

  test('a syntax error is Runtime.UserCodeSyntaxError', async () => {
    deploy('exports.handler = async () => {');
    expect(await payload()).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
  });

  test('an exception while loading fails the invocation', async () => {
    deploy('throw new RangeError("at load");');
    expect(await payload()).toMatchObject({ errorType: 'RangeError', errorMessage: 'at load' });
  });

  test('a handler with a callback is refused, as Node.js 24 on Lambda has none', async () => {
    deploy('exports.handler = (event, context, callback) => callback(null, 1);');
    expect(await payload()).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' });
  });

  test('response streaming is refused by name', async () => {
    deploy('exports.handler = awslambda.streamifyResponse(async () => {});');
    expect(await payload()).toMatchObject({ errorMessage: expect.stringContaining('streamifyResponse') });
  });

  test('output comes line by line with its request, between START and REPORT', async () => {
    deploy('exports.handler = async () => { console.log("one\\ntwo"); console.error("three"); };');
    const { requestId } = await run();
    expect(logs.filter((line) => line.requestId === requestId).map(({ stream, line }) => [stream, line])).toEqual([
      ['platform', `START RequestId: ${requestId} Version: $LATEST`],
      ['stdout', 'one'],
      ['stdout', 'two'],
      ['stderr', 'three'],
      ['platform', `END RequestId: ${requestId}`],
      ['platform', expect.stringMatching(/^REPORT RequestId: .*Duration: .*Max Memory Used: \d+ MB$/)],
    ]);
  });

  test('the log tail of an invocation can be asked for', async () => {
    deploy('exports.handler = async (e) => console.log("said", e.n);');
    await run({ n: 1 });
    const { logTail } = await run({ n: 2 }, true);
    expect(logTail).toContain('said 2');
    expect(logTail).not.toContain('said 1');
  });

  test('each environment has a temporary folder of its own, gone when it stops', async () => {
    deploy('exports.handler = async () => require("node:os").tmpdir();');
    const temporary = String(await payload());
    expect(existsSync(temporary)).toBe(true);
    lambda.stop();
    await expect.poll(() => existsSync(temporary)).toBe(false);
  });

  test('changed code runs at the next invocation', async () => {
    deploy('exports.handler = async () => "old";');
    expect(await payload()).toBe('old');
    write('f', 'exports.handler = async () => "new";', 'index.js');
    lambda.updateCode('f');
    expect(await payload()).toBe('new');
  });

  test('an environment that died while idle is not used again', async () => {
    deploy('let n = 0; exports.handler = async () => { setTimeout(() => process.exit(1), 5); return (n += 1); };');
    expect(await payload()).toBe(1);
    await new Promise((resolve) => clock.schedule(clock.now() + 200, () => resolve(undefined)));
    expect(await payload()).toBe(1);
  });

  test.each([
    ['is killed', {}, { outcome: 'crash' }],
    ['runs out of time', { hang: true }, { outcome: 'timeout' }],
    ['ends itself', { exit: true }, { outcome: 'crash' }],
  ])('a process that a function started ends with the environment, which %s', async (_how, event, ended) => {
    // The child holds a connection: once it is closed, the child is no more.
    const child = createServer();
    const connected = once(child, 'connection');
    child.listen(0, '127.0.0.1');
    await once(child, 'listening');
    const { port } = child.address() as AddressInfo;
    deploy(
      `const { spawn } = require('node:child_process');
       exports.handler = async (event) => {
         const code = 'process.stdout.on("error", () => {}); require("node:net").connect(${port}, "127.0.0.1").on("data", (data) => process.stdout.write(data))';
         const child = spawn(process.execPath, ['-e', code]);
         await new Promise((resolve) => child.stdout.once('data', resolve));
         while (event.hang);
         if (event.exit) process.exit(1);
         await new Promise(() => {});
       };`,
      { timeoutSeconds: 2 },
    );
    const running = run(event);
    const [connection] = (await connected) as [Socket];
    // The child's end may reset the connection, which `once` would take for a failure.
    const closed = new Promise((resolve) => connection.on('error', () => undefined).on('close', resolve));
    connection.write('go');
    if (ended.outcome === 'crash' && !('exit' in event)) host.environmentOf('key of r')!.kill();
    expect(await running).toMatchObject(ended);
    await closed;
    child.close();
  });
});
