import type { Surroundings } from '../service.ts';
import type { EnvironmentFactory, ExecutionEnvironment, Outcome } from './execution-environment.ts';
import type { FunctionSettings } from './function-record.ts';
import { WaitingLine } from './waiting-line.ts';

interface Lease {
  readonly environment: ExecutionEnvironment;
  readonly settings: FunctionSettings;
  /** -1 until it was started. */
  idleSince: number;
}

export interface EnvironmentPoolOptions {
  /** After how long an unused environment is stopped. */
  readonly idleMilliseconds: number;
  /** Given, invocations wait for a busy environment as `WaitingLine` says; otherwise each starts one of its own. */
  readonly saturated?: (() => boolean) | undefined;
}

/** Execution environments, warm and busy: one invocation at a time each, most recently used first. */
export class EnvironmentPool {
  readonly #surroundings: Surroundings;
  readonly #factory: EnvironmentFactory;
  readonly #options: EnvironmentPoolOptions;
  /** Idle environments by function and version, longest idle first. */
  readonly #idle = new Map<string, Lease[]>();
  readonly #busy = new Set<Lease>();
  /** Busy environments that must not be used again. */
  readonly #retired = new WeakSet<Lease>();
  /** By function, version and revision, as a waiting invocation must not get outdated code. */
  readonly #lines = new Map<string, WaitingLine<Lease>>();
  #sweeping = false;

  constructor(surroundings: Surroundings, factory: EnvironmentFactory, options: EnvironmentPoolOptions) {
    this.#surroundings = surroundings;
    this.#factory = factory;
    this.#options = options;
  }

  /** Environments of every function: idle and busy ones. */
  get size(): { readonly idle: number; readonly busy: number } {
    let idle = 0;
    for (const leases of this.#idle.values()) idle += leases.length;
    return { idle, busy: this.#busy.size };
  }

  /** Runs `use` with a warm environment, or a fresh one. The outcome decides whether it is kept. */
  async use(
    settings: FunctionSettings,
    use: (environment: ExecutionEnvironment) => Promise<Outcome>,
  ): Promise<Outcome> {
    const lease =
      this.#takeIdle(settings) ??
      (this.#patient ? await this.#lineOf(settings).join() : undefined) ??
      this.#create(settings);
    this.#busy.add(lease);
    let outcome: Outcome | undefined;
    try {
      if (lease.idleSince < 0) await lease.environment.start?.();
      this.#started(lease);
      outcome = await use(lease.environment);
      return outcome;
    } finally {
      // Not busy any more means that the pool was stopped meanwhile, and this environment with it.
      if (this.#busy.delete(lease)) {
        if (outcome !== undefined && reusable(outcome)) this.#giveBack(lease);
        else this.#stop(lease, outcome?.kind ?? 'fault');
      }
    }
  }

  /** Makes an idle environment unless one is there. */
  async prewarm(settings: FunctionSettings): Promise<void> {
    if ((this.#idle.get(keyOf(settings))?.length ?? 0) > 0) return;
    await this.use(settings, async () => ({ kind: 'ok', payload: 'null' }));
  }

  /** Stops the idle environments of a function and lets its busy ones finish, but serve nothing further. */
  retire(functionName: string, reason: string): void {
    for (const [key, leases] of this.#idle) {
      if (leases[0]?.settings.functionName !== functionName) continue;
      this.#idle.delete(key);
      for (const lease of leases) this.#stop(lease, reason);
    }
    for (const lease of this.#busy) if (lease.settings.functionName === functionName) this.#retired.add(lease);
  }

  /** Stops everything, busy or not. */
  stop(): void {
    for (const leases of this.#idle.values()) for (const lease of leases) this.#stop(lease, 'shutdown');
    this.#idle.clear();
    const busy = [...this.#busy];
    this.#busy.clear();
    for (const lease of busy) this.#stop(lease, 'shutdown');
  }

  #takeIdle(settings: FunctionSettings): Lease | undefined {
    const leases = this.#idle.get(keyOf(settings));
    for (let lease = leases?.pop(); lease !== undefined; lease = leases?.pop()) {
      const current = lease.settings.revisionId === settings.revisionId;
      if (current && lease.environment.alive !== false) return lease;
      this.#stop(lease, current ? 'died' : 'updated');
    }
    return undefined;
  }

  #create(settings: FunctionSettings): Lease {
    this.#surroundings.journal({
      service: 'lambda',
      event: 'environment-started',
      resource: settings.functionArn,
      version: settings.version,
    });
    return { environment: this.#factory(settings), settings, idleSince: -1 };
  }

  #started(lease: Lease): void {
    if (lease.idleSince < 0 && this.#patient) this.#lineOf(lease.settings).started();
    lease.idleSince = 0;
  }

  #giveBack(lease: Lease): void {
    if (this.#retired.has(lease)) return this.#stop(lease, 'updated');
    if (this.#patient && this.#lineOf(lease.settings).offer(lease)) return void this.#busy.add(lease);
    lease.idleSince = this.#surroundings.clock.now();
    const key = keyOf(lease.settings);
    const leases = this.#idle.get(key);
    if (leases === undefined) this.#idle.set(key, [lease]);
    else leases.push(lease);
    this.#armSweep();
  }

  #armSweep(): void {
    if (this.#sweeping) return;
    const oldest = Math.min(...[...this.#idle.values()].map((leases) => leases[0]?.idleSince ?? Infinity));
    if (oldest === Infinity) return;
    this.#sweeping = true;
    this.#surroundings.clock.schedule(oldest + this.#options.idleMilliseconds, () => {
      this.#sweeping = false;
      this.#sweep();
      this.#armSweep();
    });
  }

  #sweep(): void {
    const limit = this.#surroundings.clock.now() - this.#options.idleMilliseconds;
    for (const leases of this.#idle.values()) {
      while (leases[0] !== undefined && leases[0].idleSince <= limit) this.#stop(leases.shift()!, 'idle');
    }
  }

  #stop(lease: Lease, reason: string): void {
    lease.environment.stop();
    if (this.#patient) this.#leave(lease);
    this.#surroundings.journal({
      service: 'lambda',
      event: 'environment-stopped',
      resource: lease.settings.functionArn,
      version: lease.settings.version,
      reason,
    });
  }

  get #patient(): boolean {
    return this.#options.saturated !== undefined;
  }

  #lineOf(settings: FunctionSettings): WaitingLine<Lease> {
    const key = `${keyOf(settings)}:${settings.revisionId}`;
    let line = this.#lines.get(key);
    if (line === undefined)
      this.#lines.set(key, (line = new WaitingLine(this.#surroundings.clock, this.#options.saturated!)));
    return line;
  }

  #leave({ settings, idleSince }: Lease): void {
    const line = this.#lineOf(settings);
    line.gone(idleSince < 0);
    if (line.empty) this.#lines.delete(`${keyOf(settings)}:${settings.revisionId}`);
  }
}

function keyOf(settings: FunctionSettings): string {
  return `${settings.functionName}:${settings.version}`;
}

function reusable(outcome: Outcome): boolean {
  return outcome.kind === 'ok' || (outcome.kind === 'error' && outcome.fatal !== true);
}
