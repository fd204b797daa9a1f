import type { Surroundings } from '../../service.ts';
import type { DestinationSender } from '../destinations.ts';
import type { Completed } from '../failure.ts';
import type { RunOptions } from '../runner.ts';
import type { Target } from '../target.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamPosition } from './stream-source.ts';

/** What pollers need of the engine around them. */
export interface MappingHost {
  readonly surroundings: Surroundings;
  readonly destinations: DestinationSender | undefined;
  resolve(functionName: string, qualifier?: string): Target;
  run(target: Target, event: unknown, options: RunOptions): Promise<Completed>;
  /** Notes the result that the API shows; no entry where it is unchanged. */
  processed(uuid: string, result: string): void;
  checkpoint(uuid: string, shardId: string): StreamPosition | undefined;
  saveCheckpoint(uuid: string, shardId: string, sequenceNumber: string): void;
  /** A fault of the simulator or of a port, never of a handler. */
  report(error: unknown, resource: string): void;
}

/** Reads one source for one mapping, until stopped. What is in flight when it stops is finished. */
export interface Poller {
  /** Takes over changed settings; what is in flight keeps its own. */
  update(mapping: MappingRecord): void;
  /** Resolves when nothing is in flight any more. */
  stop(): Promise<void>;
}

export function journalOf(host: MappingHost, mapping: MappingRecord) {
  return (event: string, details: Readonly<Record<string, unknown>>): void =>
    host.surroundings.journal({
      service: 'lambda',
      event,
      resource: mapping.eventSourceArn,
      mapping: mapping.uuid,
      function: mapping.functionArn,
      ...details,
    });
}
