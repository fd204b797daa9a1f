// Runs inside a worker thread: the counterpart of Lambda's Node.js runtime. Plain JavaScript, as stripping types
// would double the start of every environment. Timers run in real time; what handlers read as the time of day is the
// runtime's, which may be faster, or turned ahead.
import { existsSync } from 'node:fs';
import { createRequire, enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import { tellChildren } from './child-processes.mjs';
import { sendOverPort } from './port-requests.mjs';

/** @type {import('./worker-messages.ts').WorkerSetup} */
const setup = workerData;
const port = parentPort;
/** @type {string | undefined} */
let requestId;

class RuntimeError extends Error {
  /** @param {string} name @param {string} message @param {unknown} [cause] */
  constructor(name, message, cause) {
    super(message, { cause });
    this.name = name;
  }
}

const RealDate = Date;
let clock = { told: setup.now, heardAt: performance.now() };
const now = () => Math.floor(clock.told + (performance.now() - clock.heardAt) * setup.speed);
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});

if (setup.compileCache !== undefined) enableCompileCache(setup.compileCache);
tellChildren((pid, running) => port.postMessage({ kind: 'child', pid, running }));
capture(process.stdout, 'stdout');
capture(process.stderr, 'stderr');
process.on('uncaughtException', (error) => die(error));
process.on('unhandledRejection', (reason) =>
  die(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason), reason)),
);
Object.defineProperty(globalThis, 'awslambda', {
  // @aws/lambda-invoke-store puts its own members on it.
  writable: true,
  value: {
    streamifyResponse() {
      throw new RuntimeError(
        'Runtime.NotSimulated',
        'Response streaming (awslambda.streamifyResponse) is not simulated',
      );
    },
  },
});

const answered = setup.overPort
  ? sendOverPort(process.env['AWS_ENDPOINT_URL'], (message) => port.postMessage(message))
  : undefined;

/** @type {((event: unknown, context: object) => unknown) | undefined} */
let handler;
let initError;
try {
  handler = await load(setup.taskRoot, setup.handler);
} catch (error) {
  initError = describe(error);
}
port.on('message', receive);
port.postMessage({ kind: 'ready', failed: initError !== undefined });
// A thread that is terminated writes no cache, so it is written now; without news this costs next to nothing.
if (setup.compileCache !== undefined) setImmediate(() => flushCompileCache());

/** @param {import('./worker-messages.ts').HostMessage} message */
function receive(message) {
  if (message.kind === 'response') answered(message);
  else void invoke(message);
}

/** @param {import('./worker-messages.ts').InvokeMessage} message */
async function invoke(message) {
  requestId = message.requestId;
  process.env['_X_AMZN_TRACE_ID'] = message.traceId;
  const received = performance.now();
  clock = { told: message.now, heardAt: received };
  if (handler === undefined) {
    port.postMessage({ kind: 'error', error: initError, fatal: true });
    return;
  }
  try {
    const context = contextOf(message, () => message.remaining - (performance.now() - received) * setup.speed);
    const result = await handler(JSON.parse(message.event), context);
    port.postMessage({ kind: 'ok', payload: serialise(result), heapBytes: usedHeap() });
  } catch (error) {
    port.postMessage({ kind: 'error', error: describe(error), fatal: false, heapBytes: usedHeap() });
  }
}

/** @param {unknown} result */
function serialise(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body', error);
  }
}

function usedHeap() {
  if (!setup.measureHeap) return undefined;
  const heap = getHeapStatistics();
  return heap.used_heap_size + heap.external_memory;
}

/** @param {import('./worker-messages.ts').InvokeMessage} message @param {() => number} remaining */
function contextOf(message, remaining) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: setup.version,
    functionName: setup.functionName,
    memoryLimitInMB: String(setup.memoryMb),
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: message.clientContext === undefined ? undefined : decode(message.clientContext),
    identity: undefined,
    invokedFunctionArn: message.functionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(remaining())),
  };
}

/** @param {string} clientContext */
function decode(clientContext) {
  return JSON.parse(Buffer.from(clientContext, 'base64').toString());
}

/** @param {string} taskRoot @param {string} name */
async function load(taskRoot, name) {
  const match = /^(.*?)([^/.]+)\.([^/]+)$/.exec(name);
  if (match === null) throw new RuntimeError('Runtime.MalformedHandlerName', `Bad handler ${name}`);
  const [, folder, file, exported] = match;
  const module = await loadModule(join(taskRoot, folder, file), file);
  let found = module;
  for (const part of exported.split('.')) found = found?.[part];
  if (found === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (found.length > 2) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      `${name} takes a callback: callback-based function handlers are not supported from Node.js 24 on, use an async handler`,
    );
  }
  return found;
}

/** @param {string} path without extension @param {string} name */
async function loadModule(path, name) {
  const extension = ['', '.js', '.mjs', '.cjs'].find((each) => existsSync(path + each));
  if (extension === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
  }
  const file = path + extension;
  try {
    if (extension === '.mjs') return await import(pathToFileURL(file).href);
    try {
      return createRequire(file)(file);
    } catch (error) {
      if (error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
      return await import(pathToFileURL(file).href);
    }
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error);
    }
    throw error;
  }
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)) {
    const { name, message, stack } = /** @type {Record<string, unknown>} */ (error);
    return {
      errorType: typeof name === 'string' ? name : 'Error',
      errorMessage: String(message),
      stack: typeof stack === 'string' ? stack.split('\n') : [],
    };
  }
  return { errorType: typeof error, errorMessage: String(error), stack: [] };
}

/** An exception that no handler caught ends the environment, as on Lambda. @param {unknown} error */
function die(error) {
  port.postMessage({ kind: 'error', error: describe(error), fatal: true });
  process.exit(129);
}

/**
 * Sends output line by line over the same port as results, which keeps it in order and tied to its request.
 *
 * @param {NodeJS.WriteStream} stream @param {'stdout' | 'stderr'} name
 */
function capture(stream, name) {
  let partial = '';
  const flush = () => {
    if (partial !== '') port.postMessage({ kind: 'log', stream: name, requestId, lines: [partial] });
    partial = '';
  };
  process.on('exit', flush);
  // @ts-expect-error one signature stands for the overloads
  stream.write = (chunk, encoding, callback) => {
    const lines = (partial + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).split('\n');
    partial = lines.pop() ?? '';
    if (lines.length > 0) port.postMessage({ kind: 'log', stream: name, requestId, lines });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done !== undefined) queueMicrotask(() => done());
    return true;
  };
}
