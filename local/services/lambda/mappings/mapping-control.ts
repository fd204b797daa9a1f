import { QueuePoller } from './queue-poller.ts';
import { StreamPoller } from './stream-poller.ts';
import type { LambdaStore } from '../store.ts';
import type { MappingHost, Poller } from './mapping-host.ts';
import type { MappingRecord, MappingState } from './mapping-record.ts';
import type { QueueSource } from './queue-source.ts';
import type { StreamSource } from './stream-source.ts';

const SOURCE_RETRY = 60_000;

/** Keeps the pollers in step with the mappings' states; changes of state take their time, as on AWS. */
export class MappingControl {
  readonly #host: MappingHost;
  readonly #store: LambdaStore;
  readonly #queues: QueueSource | undefined;
  readonly #streams: StreamSource | undefined;
  readonly #transitionMilliseconds: number;
  readonly #pollers = new Map<string, Poller>();
  /** Pollers that were stopped and have work in flight: their mapping starts again only after it. */
  readonly #draining = new Map<string, Promise<void>>();

  constructor(
    host: MappingHost,
    store: LambdaStore,
    ports: { readonly queues?: QueueSource | undefined; readonly streams?: StreamSource | undefined },
    transitionMilliseconds: number,
  ) {
    this.#host = host;
    this.#store = store;
    this.#queues = ports.queues;
    this.#streams = ports.streams;
    this.#transitionMilliseconds = transitionMilliseconds;
  }

  /** Starts a new mapping: at once where `settled`, as a deployment waits for it; else by way of `Creating`. */
  create(mapping: MappingRecord, enabled: boolean, settled: boolean): MappingRecord {
    const end = enabled ? 'Enabled' : 'Disabled';
    return this.#move(mapping, settled ? end : 'Creating', end);
  }

  /** Takes over changed settings; `enabled` is undefined where the caller did not say. */
  update(mapping: MappingRecord, enabled: boolean | undefined): MappingRecord {
    const was = mapping.state === 'Enabled' || mapping.state === 'Enabling' || mapping.state === 'Creating';
    const end = (enabled ?? was) ? 'Enabled' : 'Disabled';
    const through = end === mapping.state ? 'Updating' : end === 'Enabled' ? 'Enabling' : 'Disabling';
    return this.#move(mapping, through, end);
  }

  delete(mapping: MappingRecord): MappingRecord {
    return this.#move(mapping, 'Deleting', undefined);
  }

  /** Takes up the mappings of a restored store; whatever was on its way has arrived, and what fed a function that is no more is gone. */
  resume(): void {
    for (const mapping of this.#store.mappings.values()) {
      const orphan = !this.#store.functions.has(mapping.functionName);
      if (mapping.state === 'Deleting' || orphan) this.#forget(mapping);
      else if (mapping.state === 'Disabling') this.#enter({ ...mapping, state: 'Disabled' });
      else if (mapping.state !== 'Disabled') this.#enter({ ...mapping, state: 'Enabled' });
    }
  }

  stop(): void {
    for (const poller of this.#pollers.values()) void poller.stop();
    this.#pollers.clear();
  }

  #move(mapping: MappingRecord, through: MappingState, end: MappingState | undefined): MappingRecord {
    const { clock } = this.#host.surroundings;
    const moving = { ...mapping, state: through, lastModified: clock.now() };
    this.#enter(moving);
    if (through !== end) {
      clock.schedule(clock.now() + this.#transitionMilliseconds, () => {
        const current = this.#store.mappings.get(mapping.uuid);
        // A later call moved it on meanwhile.
        if (current?.state !== through || current.lastModified !== moving.lastModified) return;
        if (end === undefined) this.#forget(current);
        else this.#enter({ ...current, state: end });
      });
    }
    return moving;
  }

  #enter(mapping: MappingRecord): void {
    this.#store.put('mappings', mapping.uuid, mapping);
    this.#journal(mapping);
    switch (mapping.state) {
      case 'Enabled':
        return this.#poll(mapping);
      case 'Disabled':
      case 'Deleting':
        return this.#halt(mapping.uuid);
      default:
        return;
    }
  }

  #forget(mapping: MappingRecord): void {
    this.#halt(mapping.uuid);
    this.#store.delete('mappings', mapping.uuid);
    for (const key of this.#store.checkpoints.keys()) {
      if (key.startsWith(`${mapping.uuid}/`)) this.#store.delete('checkpoints', key);
    }
    this.#journal({ ...mapping, state: 'Deleting' }, 'mapping-deleted');
  }

  #poll(mapping: MappingRecord): void {
    const poller = this.#pollers.get(mapping.uuid);
    if (poller !== undefined) return poller.update(mapping);
    const draining = this.#draining.get(mapping.uuid);
    if (draining === undefined) return this.#start(mapping);
    draining
      .then(() => {
        const current = this.#store.mappings.get(mapping.uuid);
        if (current?.state === 'Enabled' && !this.#pollers.has(mapping.uuid)) this.#poll(current);
      })
      .catch((error: unknown) => this.#host.report(error, mapping.eventSourceArn));
  }

  /** A source that is gone, or refuses, is tried again: it must not take the clock's turn down with it. */
  #start(mapping: MappingRecord): void {
    try {
      this.#pollers.set(mapping.uuid, this.#poller(mapping));
    } catch (error) {
      const { clock } = this.#host.surroundings;
      this.#host.processed(mapping.uuid, `PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
      this.#journal({ ...mapping, state: 'Enabled' }, 'receive-failed');
      clock.schedule(clock.now() + SOURCE_RETRY, () => {
        const current = this.#store.mappings.get(mapping.uuid);
        if (current?.state === 'Enabled' && !this.#pollers.has(mapping.uuid)) this.#poll(current);
      });
    }
  }

  #poller(mapping: MappingRecord): Poller {
    if (mapping.kind === 'queue') return new QueuePoller(this.#host, required(this.#queues, 'queues'), mapping);
    return new StreamPoller(this.#host, required(this.#streams, 'streams'), mapping);
  }

  #halt(uuid: string): void {
    const poller = this.#pollers.get(uuid);
    if (poller === undefined) return;
    this.#pollers.delete(uuid);
    const drained = poller.stop().finally(() => {
      if (this.#draining.get(uuid) === drained) this.#draining.delete(uuid);
    });
    this.#draining.set(uuid, drained);
  }

  #journal(mapping: MappingRecord, event = 'mapping-moved'): void {
    this.#host.surroundings.journal({
      service: 'lambda',
      event,
      resource: mapping.eventSourceArn,
      mapping: mapping.uuid,
      function: mapping.functionArn,
      state: mapping.state,
    });
  }
}

function required<T>(port: T | undefined, name: string): T {
  if (port === undefined) throw new Error(`no source of ${name} was given to Lambda`);
  return port;
}
