import type { Clock } from '../local/clock/clock.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from '../local/services/lambda/execution-environment.ts';
import type { Loan } from './handler-code.ts';
import { habitats, type Habitat } from './habitat.ts';

/** Runs a handler in this process on virtual time. Killing it silences it: no answer, timer or effect of it comes after. */
export class SimulatedEnvironment implements ExecutionEnvironment {
  readonly #clock: Clock;
  readonly #habitat: Habitat;
  readonly #lend: () => Loan;
  readonly #fate: Fate;
  #loan: Loan | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;
  #dead: Outcome | undefined;
  readonly #thawing: (() => void)[] = [];

  /**
   * @param habitatOf makes the environment's view of the world; it is told how to ask whether it lives, and how to die
   */
  constructor(clock: Clock, lend: () => Loan, habitatOf: (life: Life) => Habitat, fate: Fate) {
    this.#fate = fate;
    this.#clock = clock;
    this.#lend = lend;
    this.#habitat = habitatOf({
      alive: () => this.alive,
      frozen: () => this.alive && this.#settle === undefined,
      onThaw: (task) => this.#thawing.push(task),
      crash: (reason) => this.#die({ kind: 'crash', reason }),
    });
  }

  get alive(): boolean {
    return this.#dead === undefined;
  }

  invoke(event: unknown, invocation: Invocation): Promise<Outcome> {
    if (this.#fate.idle()) return Promise.resolve({ kind: 'ok', payload: 'null' });
    return new Promise((resolve) => {
      const cancelTimeout = this.#clock.schedule(invocation.deadline, () => this.#die({ kind: 'timeout' }));
      this.#settle = (outcome) => {
        this.#settle = undefined;
        cancelTimeout();
        resolve(outcome);
      };
      for (const task of this.#thawing.splice(0)) task();
      void habitats.run(this.#habitat, () => this.#run(event, invocation));
    });
  }

  stop(): void {
    this.#die({ kind: 'crash', reason: 'killed' });
  }

  async #run(event: unknown, invocation: Invocation): Promise<void> {
    try {
      this.#loan ??= this.#lend();
      const result = await this.#loan.handler(JSON.parse(JSON.stringify(event)), this.#context(invocation));
      if (this.#settle !== undefined && this.#fate.diesBeforeReturn())
        return this.#die({ kind: 'crash', reason: 'exit' });
      this.#settle?.({ kind: 'ok', payload: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      this.#settle?.({ kind: 'error', errorType: name, errorMessage: message, stack: stack.split('\n') });
    }
  }

  #context({ requestId, functionArn, functionName, deadline, memoryMb, logGroup, version }: Invocation) {
    return {
      awsRequestId: requestId,
      invokedFunctionArn: functionArn,
      functionName,
      functionVersion: version,
      memoryLimitInMB: String(memoryMb),
      logGroupName: logGroup,
      logStreamName: 'simulated',
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - this.#clock.now()),
    };
  }

  #die(outcome: Outcome): void {
    if (this.#dead === undefined) this.#loan?.giveBack();
    this.#dead ??= outcome;
    this.#settle?.(outcome);
  }
}

export interface Fate {
  /** Whether an invocation would look around, find nothing and end: then it is not run. */
  idle(): boolean;
  /** Whether it dies when all is done and only the answer is missing. */
  diesBeforeReturn(): boolean;
}

export interface Life {
  alive(): boolean;
  /** Between invocations Lambda stops an environment as it stands; its timers go off when it is thawed. */
  frozen(): boolean;
  onThaw(task: () => void): void;
  crash(reason: 'exit' | 'out-of-memory'): void;
}
