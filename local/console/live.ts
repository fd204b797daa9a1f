import { styleText } from 'node:util';
import type { Hop } from './hop.ts';
import type { Journeys } from './journeys.ts';
import { shortName } from './hop.ts';
import type { TimedEntry, Timeline } from './timeline.ts';

export interface LiveOptions {
  readonly write: (text: string) => void;
  /** Colours and columns for people, or one JSON object a line for programs. */
  readonly format: 'text' | 'json';
  readonly colour: boolean;
  /** A function's physical name to the name people gave it. */
  readonly nameOf: (resource: string) => string;
}

/** Engine events worth a line of their own although no function reports them. */
const notable: Readonly<Record<string, { readonly what: string; readonly level: Hop['level'] }>> = {
  'sqs.dead-lettered': { what: 'moved to the dead-letter queue', level: 'error' },
  'lambda.failed': { what: 'function failed', level: 'error' },
  'lambda.timed-out': { what: 'function timed out', level: 'error' },
  'lambda.crashed': { what: 'function crashed', level: 'error' },
  'lambda.throttled': { what: 'function throttled', level: 'warn' },
  'faults.injected': { what: 'fault injected', level: 'warn' },
  'cloudwatch.state-changed': { what: 'alarm', level: 'warn' },
};

/** Writes one line per hop as it happens. */
export function printLive(timeline: Timeline, journeys: Journeys, options: LiveOptions): void {
  const print = (hop: Hop): void =>
    options.write(`${options.format === 'json' ? hopJson(hop, options) : hopText(hop, options)}\n`);
  journeys.listen(print);
  timeline.listen((entry) => {
    const hop = notableHop(entry);
    if (hop !== undefined) print(hop);
  });
}

/** What a line says besides its own words. */
const shown = new Set(['action', 'effect', 'error', 'messageId', 'reason', 'state']);

/** An engine event worth a line of its own, as a hop. */
export function notableHop(entry: TimedEntry): Hop | undefined {
  const known = notable[`${entry.service}.${entry.event}`];
  if (known === undefined) return undefined;
  const scalars = Object.entries(entry).filter(([name, value]) => shown.has(name) && typeof value === 'string') as [
    string,
    string,
  ][];
  return {
    at: entry.at,
    where: entry.resource,
    what: known.what,
    level: known.level,
    ids: [],
    detail: Object.fromEntries(scalars),
  };
}

/** One line for programs. */
export function hopJson(hop: Hop, { nameOf }: Pick<LiveOptions, 'nameOf'>): string {
  const { at, where, what, attempt, level, detail } = hop;
  return JSON.stringify({ time: new Date(at).toISOString(), function: nameOf(where), what, attempt, level, ...detail });
}

/** One line for people. */
export function hopText(hop: Hop, { colour, nameOf }: Pick<LiveOptions, 'colour' | 'nameOf'>): string {
  const paint = (style: 'dim' | 'red' | 'yellow' | 'green', value: string): string =>
    colour ? styleText(style, value) : value;
  const { orderId, videoId, userId, subject: about, messageId, correlationId: _correlation, ...rest } = hop.detail;
  const subject = String(orderId ?? videoId ?? userId ?? about ?? messageId ?? '').slice(0, 8);
  const tail = Object.entries(rest)
    .filter(([name]) => !quiet.has(name))
    .map(([name, value]) => `${name}=${value}`);
  const attempt = hop.attempt === undefined || hop.attempt === 1 ? '' : `attempt ${hop.attempt}`;
  const style = ({ info: 'green', warn: 'yellow', error: 'red' } as const)[hop.level];
  return [
    paint('dim', new Date(hop.at).toISOString().slice(11, 23)),
    shortName(nameOf(hop.where)).padEnd(24).slice(0, 24),
    subject.padEnd(8),
    paint(style, hop.what),
    paint('dim', [attempt, ...tail].filter((part) => part !== '').join('  ')),
  ]
    .join('  ')
    .trimEnd();
}

/** Fields that a line's own words say already. */
const quiet = new Set(['status', 'messageType', 'causationId', 'function_request_id', 'cold_start']);
