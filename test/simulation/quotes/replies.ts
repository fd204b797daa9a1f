import type { TimedEntry } from '../history.ts';
import { items, plain } from '../tables.ts';
import type { World } from '../world.ts';

const minute = 60_000;
const largestSkew = 5 * minute;

interface Asked {
  readonly requestId: string;
  readonly deadline: string;
  readonly reply?: { readonly outcome: string };
}

interface Body {
  readonly type: string;
  readonly data: { readonly requestId: string; readonly deadline?: string; readonly outcome?: string };
}

/**
 * What a clock of the system may be wrong by, and a minute for what was begun in time: a function's timeout, and a request
 * that the network holds back.
 */
const grace = ({ plan }: World): number => (plan.has('clock-skew') ? largestSkew : 0) + 2 * minute;

/** A row is written twice at most: when it is asked for, and when its reply comes. */
export function writtenOnce({ history, outputs }: World): string[] {
  const byRequest = Map.groupBy(rowsOver(history.writes(outputs['RepliesTable']!)), ({ row }) => row.requestId);
  return [...byRequest].flatMap(([id, { length }]) => (length > 2 ? [`${id} was written ${length} times`] : []));
}

/** Whoever asks again later must hear the same. */
export function lateNotTaken(world: World): string[] {
  const writes = rowsOver(world.history.writes(world.outputs['RepliesTable']!));
  return writes
    .filter(({ row, at }) => row.reply !== undefined && at > Date.parse(row.deadline) + grace(world))
    .map(
      ({ row, at }) => `${row.requestId} was given its reply ${at - Date.parse(row.deadline)} ms after its deadline`,
    );
}

/** Nobody waits for it any more. A refusal may come later: it is sent when a request is set aside. */
export function nothingAnsweredLate(world: World): string[] {
  const deadlines = deadlinesOf(world);
  return answers(world)
    .filter(({ data }) => data.outcome !== 'REFUSED')
    .filter(({ data, at }) => at > (deadlines.get(data.requestId) ?? Infinity) + grace(world))
    .map(({ data }) => `${data.requestId} was answered after its deadline`);
}

/** Before its deadline a request leaves its queue only when a reply to it is on its way. */
export function answeredBeforeAcknowledged(world: World): string[] {
  const answered = new Map<string, number>();
  for (const { data, at } of answers(world)) if (!answered.has(data.requestId)) answered.set(data.requestId, at);
  return bodiesOf(world.history.of('sqs', 'deleted'), 'quote.requested')
    .filter(({ data, at }) => at < Date.parse(data.deadline!) - grace(world))
    .filter(({ data, at }) => (answered.get(data.requestId) ?? Infinity) > at)
    .map(({ data }) => `${data.requestId} was acknowledged before it was answered`);
}

/** What the server sent: neither copies in dead-letter queues nor what others send again. */
function answers({ cloud, history }: World): (Body & { readonly at: number })[] {
  const work = new Set(
    cloud.sqs.queues().flatMap(({ arn, deadLetterTargetArn }) => (deadLetterTargetArn ? [arn] : [])),
  );
  const sent = history
    .of('sqs', 'sent')
    .filter(({ resource, sender }) => work.has(resource) && sender !== cloud.iam.root.principal);
  return bodiesOf(sent, 'quote.answered');
}

function deadlinesOf({ cloud, outputs }: World): ReadonlyMap<string, number> {
  const rows = items<Asked>(cloud, outputs['RepliesTable']!);
  return new Map(rows.map(({ requestId, deadline }) => [requestId, Date.parse(deadline)]));
}

function rowsOver(writes: readonly TimedEntry[]): { readonly at: number; readonly row: Asked }[] {
  return writes.flatMap(({ at, newImage }) => (newImage === undefined ? [] : [{ at, row: plain(newImage) as Asked }]));
}

function bodiesOf(entries: readonly TimedEntry[], type: string): (Body & { readonly at: number })[] {
  return entries.flatMap(({ at, body }) =>
    typeof body === 'string' && body.includes(`"type":"${type}"`) ? [{ ...(JSON.parse(body) as Body), at }] : [],
  );
}
