import { Duration } from 'aws-cdk-lib';
import { afterEach, describe, expect, test } from 'vitest';
import { longestWait } from '../../../lib/constructs/priority-lanes.ts';
import { LightCloud, type LaneName, type Passage } from '../light-cloud.ts';

const second = 1000;
const minute = 60 * second;

/** Ten thousand messages are a second of work, more beside others. */
const timeout = 60_000;

let light: LightCloud;
afterEach(() => light.stop());

const waitOf = ({ sentAt, receivedAt = Infinity }: Passage): number => (receivedAt - sentAt) / second;

/** The wait that this share of a lane's messages does not exceed, seconds. */
function waited(lane: LaneName, share: number): number {
  const waits = light
    .passages(lane)
    .map(waitOf)
    .toSorted((a, b) => a - b);
  return waits[Math.ceil(waits.length * share) - 1]!;
}

/** Messages that waited longer than their lane's starvation bound allows, for what was ahead of them when they came. */
function starved(lane: LaneName, batch: Duration): Passage[] {
  const passages = light.passages(lane);
  const leaving = passages.map(({ receivedAt = Infinity }) => receivedAt).toSorted((a, b) => a - b);
  let left = 0;
  return passages.filter((passage, before) => {
    while (leaving[left]! < passage.sentAt) left += 1;
    const ahead = before - left;
    return waitOf(passage) > longestWait(light.consumer(lane), Math.max(0, ahead), batch).toSeconds();
  });
}

describe('a burst', () => {
  test(
    'Q20: of 5,000 orders in 20 minutes drains at a steady rate; depth and growth alarms ring and clear',
    { timeout },
    async () => {
      light = await LightCloud.start(15 * second);
      const start = light.clock.now();
      light.send('Standard', 5000, 20 * minute);
      await light.clock.advance(45 * minute);

      const passages = light.passages('Standard');
      expect(passages.filter(({ doneAt }) => doneAt === undefined)).toEqual([]);
      // Four batches of ten in 15 seconds, before the burst is over and after it alike.
      const perMinute = Array.from({ length: 29 }, (_, index) => {
        const from = start + (index + 2) * minute;
        return passages.filter(({ doneAt }) => doneAt! >= from && doneAt! < from + minute).length;
      });
      expect(Math.min(...perMinute)).toBeGreaterThanOrEqual(150);
      expect(Math.max(...perMinute)).toBeLessThanOrEqual(170);
      for (const alarm of ['TooDeep', 'Growing']) {
        const changes = light.alarms.filter(
          ({ at, name }) => at > start + minute && name.includes(`OrdersLanesStandard${alarm}`),
        );
        expect(
          changes.map(({ to }) => to),
          alarm,
        ).toEqual(['ALARM', 'OK']);
      }
    },
  );
});

describe('priority lanes under saturation', () => {
  const batch = Duration.seconds(2);

  test(
    'P01: ten urgent orders behind ten thousand others wait less than those, and within their bound',
    { timeout },
    async () => {
      light = await LightCloud.start(batch.toMilliseconds());
      light.send('Standard', 10_000);
      await light.clock.advance(second);
      light.send('Vip', 10);
      await light.clock.advance(10 * minute);
      expect(light.passages('Standard')).toHaveLength(10_000);
      expect(waited('Vip', 0.95)).toBeLessThanOrEqual(waited('Standard', 0.95));
      expect(waited('Standard', 0.95)).toBeGreaterThan(400);
      expect(waited('Vip', 1)).toBeLessThanOrEqual(longestWait(light.consumer('Vip'), 10, batch).toSeconds());
      expect(starved('Standard', batch)).toEqual([]);
      // The bound is no wider than it need be: at half of it most would have starved.
      expect(starved('Standard', Duration.seconds(1)).length).toBeGreaterThan(5000);
    },
  );

  test(
    'P02: under more urgent orders than can be done, the others go on within their starvation bound',
    { timeout },
    async () => {
      const slow = Duration.seconds(15);
      light = await LightCloud.start(slow.toMilliseconds());
      // The urgent lane does 8 × 10 in 15 seconds, a third less than comes.
      light.send('Vip', 9600, 20 * minute);
      light.send('Standard', 1200, 20 * minute);
      await light.clock.advance(20 * minute);
      expect(light.queue('Vip').visible).toBeGreaterThan(1000);
      await light.clock.advance(minute);
      expect(light.passages('Standard').filter(({ doneAt }) => doneAt === undefined)).toEqual([]);
      expect(starved('Standard', slow)).toEqual([]);
      expect(waited('Standard', 1)).toBeLessThanOrEqual(slow.toSeconds());
    },
  );
});
