import type { TimedEntry } from './timeline.ts';

/** One step of a journey, as people read it. */
export interface Hop {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A function, queue, topic or alarm by name. */
  readonly where: string;
  readonly what: string;
  /** Receives of the message, where there is one. */
  readonly attempt?: number;
  readonly level: 'info' | 'warn' | 'error';
  /** Business, correlation and message ids by which the hop is found. */
  readonly ids: readonly string[];
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Reads a hop from a structured log line; undefined for a line that is no JSON object with a message. */
export function hopOfLine(entry: TimedEntry, line: string): Hop | undefined {
  if (!line.startsWith('{')) return undefined;
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof fields['message'] !== 'string' || '_aws' in fields) return undefined;
  const detail = Object.entries(fields).filter(([name, value]) => !logFrame.has(name) && isScalar(value));
  return {
    at: entry.at,
    where: entry.resource,
    what: fields['message'],
    ...(typeof fields['attempt'] === 'number' && { attempt: fields['attempt'] }),
    level: levels[String(fields['level'])] ?? 'info',
    ids: detail.filter(([name]) => name.endsWith('Id') || name === 'subject').map(([, value]) => String(value)),
    detail: Object.fromEntries(detail) as Record<string, string | number>,
  };
}

/** What a function printed in no structure of ours, as it stands; undefined for metrics, which are printed as lines too. */
export function hopOfText({ at, resource }: TimedEntry, line: string): Hop | undefined {
  if (line.includes('"CloudWatchMetrics"')) return undefined;
  return { at, where: resource, what: line.trimEnd(), level: 'info', ids: [], detail: {} };
}

/** Members that every Powertools line has and that say nothing about the step. */
const logFrame = new Set(['level', 'message', 'timestamp', 'service', 'sampling_rate', 'xray_trace_id', 'attempt']);

const levels: Readonly<Record<string, Hop['level']>> = { WARN: 'warn', ERROR: 'error', CRITICAL: 'error' };

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** The ids that a message body names, if it is a CloudEvents envelope. */
export function idsOfBody(body: unknown): string[] {
  if (typeof body !== 'string' || !body.includes('"specversion"')) return [];
  try {
    const { subject, correlationid } = JSON.parse(body) as Record<string, unknown>;
    return [subject, correlationid].filter((id): id is string => typeof id === 'string');
  } catch {
    return [];
  }
}

/** `arn:aws:sqs:…:orders.fifo` → `orders.fifo`; names stay as they are. */
export function shortName(resource: string): string {
  return resource.split(/[:/]/).at(-1) ?? resource;
}
