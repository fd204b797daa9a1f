import { Audit, readAudit } from '../audit.ts';
import { UsageError } from '../command.ts';
import type { Connection } from '../stack/connection.ts';
import { unfinished } from './change.ts';
import { filterInWords, filterIn, type FilterValues } from './filter.ts';
import { placeOf, placesOf, type Place } from './places.ts';
import { copiedOnly } from './redrive.ts';

/** What is to be redriven, as it was asked for, or as the record of an interrupted run says. */
export interface Task {
  readonly place: Place;
  readonly filter: FilterValues;
  /** Ids that the interrupted run had copied and not deleted. */
  readonly copied: ReadonlySet<string>;
  /** When the run began, by the stack's time: later messages stay, and times of the filter count from it. */
  readonly startedAt: number;
  /** The record to go on with. */
  readonly resume?: string;
}

export interface TaskOptions extends FilterValues {
  readonly resume?: string;
  readonly audit: string;
  readonly undelivered: boolean;
}

/** @throws UsageError, or Error where the queue or the record is not there, or an interrupted run has to be finished first */
export async function taskOf(connection: Connection, options: TaskOptions, word: string | undefined): Promise<Task> {
  const { resume, audit, undelivered } = options;
  if ((resume === undefined) === (word === undefined))
    throw new UsageError('name either a QUEUE or a record to --resume');
  if (resume !== undefined) return resumed(connection, options, resume);
  const place = await placeOf(connection, word!, undelivered);
  const open = unfinished(audit, place.deadLetterQueue.queueName, connection.where);
  if (open !== undefined) throw new Error(`an earlier run was cut off: finish it with --resume ${open}`);
  return { place, filter: filterIn(options), copied: new Set(), startedAt: await connection.now() };
}

async function resumed(connection: Connection, options: TaskOptions, resume: string): Promise<Task> {
  if (filterInWords(options) !== '')
    throw new UsageError('--resume takes the filter of the record; leave out any other');
  const record = readAudit(options.audit, resume);
  if (record === undefined) throw new Error(`the record ${resume} is empty: nothing was done`);
  const { header, lines } = record;
  const from = String(header['from']);
  const place = (await placesOf(connection)).find(({ deadLetterQueue }) => deadLetterQueue.queueName === from);
  if (place === undefined) throw new Error(`${connection.where} has no queue ${from}`);
  const filter = header['filter'] as FilterValues;
  return { place, filter, copied: copiedOnly(lines), startedAt: Date.parse(header.at), resume };
}

/** The record to write to: the interrupted run's, or a new one. */
export function auditOf(folder: string, { place, filter, startedAt, resume }: Task, where: string): Promise<Audit> {
  if (resume !== undefined) return Audit.open(folder, resume);
  const [from, to] = [place.deadLetterQueue.queueName, place.source.queueName];
  return Audit.start(folder, { what: 'redrive', where, at: startedAt, from, to, filter });
}
