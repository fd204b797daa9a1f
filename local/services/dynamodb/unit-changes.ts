import { AwsError } from '../aws-error.ts';
import type { Throughput, UnitChanges } from './store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#decrease-provisioned-throughput */
const DECREASES_AT_ONCE = 4;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How often units were lowered on the UTC day of `now`. */
export function decreasesToday(changes: UnitChanges | undefined, now: number): number {
  if (changes?.loweredAt === undefined) return 0;
  return Math.floor(changes.loweredAt / DAY_MS) === Math.floor(now / DAY_MS) ? changes.lowered : 0;
}

/**
 * What is remembered of changes to a table's or an index's units; `now` in milliseconds.
 *
 * @throws AwsError `LimitExceededException` for more decreases than a day has
 */
export function changesAfter(
  changes: UnitChanges | undefined,
  before: Throughput,
  after: Throughput,
  now: number,
): UnitChanges {
  const raised =
    after.ReadCapacityUnits > before.ReadCapacityUnits || after.WriteCapacityUnits > before.WriteCapacityUnits;
  const lowers =
    after.ReadCapacityUnits < before.ReadCapacityUnits || after.WriteCapacityUnits < before.WriteCapacityUnits;
  const lowered = decreasesToday(changes, now);
  if (lowers) checkBudget(changes, lowered, now);
  return {
    raisedAt: raised ? now : changes?.raisedAt,
    loweredAt: lowers ? now : changes?.loweredAt,
    lowered: lowers ? lowered + 1 : (changes?.lowered ?? 0),
  };
}

function checkBudget(changes: UnitChanges | undefined, lowered: number, now: number): void {
  if (lowered < DECREASES_AT_ONCE) return;
  const last = changes!.loweredAt!;
  const next = Math.min(last + HOUR_MS, (Math.floor(now / DAY_MS) + 1) * DAY_MS);
  if (now >= next) return;
  throw new AwsError(
    'LimitExceededException',
    `Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: ${lowered}. Last decrease at ${spelled(last)}. Next decrease can be made at ${spelled(next)}`,
  );
}

const SPELLED = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'full', timeZone: 'UTC' });

function spelled(at: number): string {
  return SPELLED.format(at).replaceAll('\u202F', ' ');
}
