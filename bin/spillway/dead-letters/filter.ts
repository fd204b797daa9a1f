import type { Options } from '../command.ts';
import { secondsOf } from '../terminal/duration.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Options that choose among the messages of dead-letter queues. All that are given must fit. */
export const filterOptions = {
  id: { type: 'string', multiple: true, value: 'ID', about: 'this message, by the beginning of its id; may repeat' },
  reason: { type: 'string', value: 'WORD', about: 'set aside for this reason' },
  type: { type: 'string', value: 'TYPE', about: 'of this message type, such as order.placed' },
  subject: { type: 'string', value: 'ID', about: 'about this order, video or user' },
  older: { type: 'string', value: 'TIME', about: 'sent longer ago than 90s, 15m, 2h or 3d' },
  newer: { type: 'string', value: 'TIME', about: 'sent within this time' },
} as const satisfies Options;

export interface FilterValues {
  readonly id?: readonly string[];
  readonly reason?: string;
  readonly type?: string;
  readonly subject?: string;
  readonly older?: string;
  readonly newer?: string;
}

export type Filter = (letter: DeadLetter) => boolean;

/** What a message without a reason counts as: SQS moved it after its last receive. */
export const noReason = 'none';

const shortestPrefix = 4;

/**
 * @param now the stack's time, milliseconds since the epoch
 * @throws Error in one line for a bad time, or an id too short to mean one message
 */
export function filterOf(values: FilterValues, now: number): Filter {
  const short = values.id?.find((id) => id.length < shortestPrefix);
  if (short !== undefined) throw new Error(`--id needs at least ${shortestPrefix} characters, got "${short}"`);
  const before = values.older === undefined ? Infinity : now - 1000 * secondsOf('--older', values.older);
  const after = values.newer === undefined ? -Infinity : now - 1000 * secondsOf('--newer', values.newer);
  const same = (wanted: string | undefined, given: string | undefined): boolean =>
    wanted === undefined || wanted === given;
  return (letter) =>
    (values.id === undefined || values.id.some((id) => letter.id.startsWith(id))) &&
    same(values.reason, letter.reason ?? noReason) &&
    same(values.type, letter.type) &&
    same(values.subject, letter.subject) &&
    letter.sentAt <= before &&
    letter.sentAt >= after;
}

/** The filter alone, out of all options. */
export function filterIn(values: FilterValues): FilterValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name in filterOptions && value !== undefined),
  );
}

/** The filter in words, for people and the audit record; empty where it lets all through. */
export function filterInWords(values: FilterValues): string {
  return Object.keys(filterOptions)
    .flatMap((name) => {
      const value = values[name as keyof FilterValues];
      return value === undefined ? [] : [`${name} ${typeof value === 'string' ? value : value.join(' or ')}`];
    })
    .join(', ');
}
