import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workerVariables } from './worker-variables.ts';
import type { Cancel } from '../../../clock/clock.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from '../execution-environment.ts';
import type { FunctionSettings } from '../function-record.ts';
import type { WorkerOptions } from './worker-host.ts';
import type { InvokeMessage, RequestMessage, ResponseMessage, WorkerMessage, WorkerSetup } from './worker-messages.ts';

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);
/** Log lines kept per environment for `LogType: Tail`, which gives the last 4 KB. */
const TAIL_LINES = 200;
const noQuery = new URLSearchParams();

interface Running {
  readonly invocation: Invocation;
  readonly startedAt: number;
  readonly cancelTimeout: Cancel;
  readonly settle: (outcome: Outcome) => void;
}

/** One execution environment in a worker thread. Whatever the handler does to its thread stays in it. */
export class WorkerEnvironment implements ExecutionEnvironment {
  readonly #settings: FunctionSettings;
  readonly #options: WorkerOptions;
  readonly #gone: () => void;
  #worker: Worker | undefined;
  #running: Running | undefined;
  #ready: (() => void) | undefined;
  /** Why the thread ended, once it did. */
  #ended: Outcome | undefined;
  /** Processes that the function started and that have not ended, by id. */
  readonly #children = new Set<number>();
  /** Told where the thread ends before its requests are answered. */
  readonly #hangUps = new Set<() => void>();
  #tail: { readonly requestId: string | undefined; readonly line: string }[] = [];

  /** @param gone told once the thread is to run no more */
  constructor(settings: FunctionSettings, options: WorkerOptions, gone: () => void) {
    this.#settings = settings;
    this.#options = options;
    this.#gone = gone;
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** Resolves when the code is loaded, or failed to load: then `invoke` says how. */
  start(): Promise<void> {
    const settings = this.#settings;
    const setup: WorkerSetup = {
      taskRoot: settings.codePath,
      handler: settings.handler,
      functionName: settings.functionName,
      version: settings.version,
      memoryMb: settings.memoryMb,
      now: this.#options.clock.now(),
      speed: this.#options.speed ?? 1,
      compileCache: join(this.#options.workFolder, 'compile-cache'),
      measureHeap: this.#options.platformLines === true,
      overPort: this.#options.answer !== undefined,
    };
    const worker = new Worker(BOOTSTRAP, {
      workerData: setup,
      env: workerVariables(settings, this.#options),
      execArgv: sourceMaps(settings.environment['NODE_OPTIONS']),
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: 16 },
    });
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => this.#receive(message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#ended =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? { kind: 'crash', reason: 'out-of-memory' }
          : {
              kind: 'error',
              errorType: error.name,
              errorMessage: error.message,
              stack: (error.stack ?? '').split('\n'),
              fatal: true,
            };
    });
    worker.on('exit', (exitCode) => {
      this.#killChildren();
      for (const hangUp of this.#hangUps) hangUp();
      this.#ended ??= { kind: 'crash', reason: 'exit', exitCode };
      this.#gone();
      this.#ready?.();
      this.#settle(this.#ended);
    });
    return new Promise((resolve) => {
      this.#ready = resolve;
    });
  }

  invoke(event: unknown, invocation: Invocation): Promise<Outcome> {
    const { clock } = this.#options;
    this.#platform(invocation, `START RequestId: ${invocation.requestId} Version: ${invocation.version}`);
    return new Promise((resolve) => {
      const cancelTimeout = clock.schedule(invocation.deadline, () => {
        this.#settle({ kind: 'timeout' });
        this.stop();
      });
      this.#running = { invocation, startedAt: clock.now(), cancelTimeout, settle: resolve };
      if (this.#ended !== undefined) return this.#settle(this.#ended);
      const message: InvokeMessage = {
        kind: 'invoke',
        requestId: invocation.requestId,
        event: JSON.stringify(event),
        now: clock.now(),
        remaining: invocation.deadline - clock.now(),
        functionArn: invocation.functionArn,
        traceId: invocation.traceId,
        clientContext: invocation.clientContext,
      };
      this.#worker!.postMessage(message);
    });
  }

  logTail(requestId: string): string {
    return this.#tail
      .filter((entry) => entry.requestId === requestId)
      .map((entry) => entry.line)
      .join('\n')
      .slice(-4096);
  }

  stop(): void {
    this.#ended ??= { kind: 'crash', reason: 'killed' };
    this.#settle(this.#ended);
    this.#gone();
    const gone = this.#worker?.terminate() ?? Promise.resolve(0);
    gone
      .then(() => rm(this.#options.temporary, { recursive: true, force: true }))
      .catch((error: unknown) => this.#log(undefined, 'platform', `temporary folder left behind: ${String(error)}`));
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'request':
        return void this.#request(message);
      case 'ready':
        this.#ready?.();
        return;
      case 'child':
        if (message.running) this.#children.add(message.pid);
        else this.#children.delete(message.pid);
        return;
      case 'log':
        for (const line of message.lines) this.#log(message.requestId, message.stream, line);
        return;
      case 'ok':
        return this.#settle({ kind: 'ok', payload: message.payload }, message.heapBytes);
      case 'error':
        return this.#fail(message);
    }
  }

  /** Lambda ends an environment with every process in it. */
  #killChildren(): void {
    for (const pid of this.#children) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // It had ended, and the thread came no more to say so.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    this.#children.clear();
  }

  async #request({ id, headers, body }: RequestMessage): Promise<void> {
    const request = { method: 'POST', path: '/', query: noQuery, rawQuery: '', headers: lowerCase(headers) };
    let hungUp: (() => void) | undefined;
    const onHangUp = (listener: () => void): void => {
      hungUp = listener;
      this.#hangUps.add(listener);
    };
    const response = await this.#options.answer!({ ...request, body: Buffer.from(body as string), onHangUp });
    if (hungUp !== undefined) this.#hangUps.delete(hungUp);
    const { status, body: answer, dropped } = response;
    const message: ResponseMessage = {
      kind: 'response',
      id,
      status,
      headers: response.headers,
      body: answer instanceof Readable ? await buffer(answer) : answer,
      ...(dropped === true && { dropped }),
    };
    this.#worker!.postMessage(message);
  }

  #fail({ error, fatal, heapBytes }: WorkerMessage & { kind: 'error' }): void {
    const outcome: Outcome = { kind: 'error', ...error, fatal };
    // What escaped between invocations ends the environment: the next one meets it.
    if (this.#running === undefined) this.#ended ??= outcome;
    else this.#settle(outcome, heapBytes);
  }

  #settle(outcome: Outcome, heapBytes?: number): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.cancelTimeout();
    if (this.#options.platformLines === true) this.#report(running, outcome, heapBytes);
    running.settle(outcome);
  }

  #report({ invocation, startedAt }: Running, outcome: Outcome, heapBytes: number | undefined): void {
    const duration = this.#options.clock.now() - startedAt;
    const { requestId, memoryMb } = invocation;
    this.#platform(invocation, `END RequestId: ${requestId}`);
    const used = heapBytes === undefined ? '' : `\tMax Memory Used: ${Math.ceil(heapBytes / 2 ** 20)} MB`;
    const status = outcome.kind === 'ok' ? '' : `\tStatus: ${outcome.kind}`;
    this.#platform(
      invocation,
      `REPORT RequestId: ${requestId}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${Math.ceil(duration)} ms\tMemory Size: ${memoryMb} MB${used}${status}`,
    );
  }

  #platform(invocation: Invocation, line: string): void {
    if (this.#options.platformLines === true) this.#log(invocation.requestId, 'platform', line);
  }

  #log(requestId: string | undefined, stream: 'stdout' | 'stderr' | 'platform', line: string): void {
    this.#tail.push({ requestId, line });
    if (this.#tail.length > 2 * TAIL_LINES) this.#tail = this.#tail.slice(-TAIL_LINES);
    this.#options.log?.({ functionName: this.#settings.functionName, requestId, stream, line });
  }
}

/** The one node option of NODE_OPTIONS that matters in a thread. */
function sourceMaps(nodeOptions: string | undefined): string[] {
  return nodeOptions?.includes('--enable-source-maps') === true ? ['--enable-source-maps'] : [];
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
