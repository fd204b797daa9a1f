import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FilterLogEventsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import { follow } from '../../bin/spillway/logs/follow.ts';
import { journeyFromLogs } from '../../bin/spillway/logs/insights.ts';
import { Feed } from '../../local/console/feed.ts';
import { Journeys } from '../../local/console/journeys.ts';
import { Timeline } from '../../local/console/timeline.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { startAccount, type Account } from './account.ts';

const line = (message: string, fields: object = {}): string =>
  JSON.stringify({ level: 'INFO', message, service: 'orders-process', orderId: 'order-1', ...fields });

/** A client that answers from a script and remembers what it was asked. */
function scripted(answers: readonly object[]) {
  const asked: { input: Record<string, unknown> }[] = [];
  const rest = [...answers];
  const send = async (command: unknown): Promise<never> => {
    asked.push(command as never);
    return rest.shift() as never;
  };
  return { client: { send } as never, asked };
}

describe('journey on AWS', () => {
  const query = { groups: ['a', 'b'], id: 'order-1', from: 1_000_000, to: 2_000_500 };

  test('Logs Insights is asked for the lines that name the id, and waited for', async () => {
    const row = [
      { field: '@timestamp', value: '2026-01-01 00:00:01.000' },
      { field: '@message', value: line('order completed', { status: 'COMPLETED' }) },
      { field: '@log', value: '1:/aws/lambda/x' },
    ];
    const noise = [{ field: '@message', value: 'REPORT RequestId: order-1' }];
    const { client, asked } = scripted([
      { queryId: 'q' },
      { status: 'Running' },
      { status: 'Complete', results: [row, noise] },
    ]);
    const hops = await journeyFromLogs(client, query);
    expect(asked[0]).toBeInstanceOf(StartQueryCommand);
    expect(asked[0]!.input).toMatchObject({ logGroupNames: ['a', 'b'], startTime: 1000, endTime: 2001 });
    expect(asked[0]!.input['queryString']).toContain('filter @message like "order-1"');
    expect(hops).toEqual([
      expect.objectContaining({
        where: 'orders-process',
        what: 'order completed',
        at: Date.parse('2026-01-01T00:00:01Z'),
      }),
    ]);
  });

  test('a query that fails is told by its state', async () => {
    const { client } = scripted([{ queryId: 'q' }, { status: 'Timeout' }]);
    await expect(journeyFromLogs(client, query)).rejects.toThrow('ended as Timeout');
  });

  test('an id that could be more of a query than an id is refused unasked', async () => {
    const { client, asked } = scripted([]);
    await expect(journeyFromLogs(client, { ...query, id: 'x" or 1=1' })).rejects.toThrow('an id is letters');
    expect(asked).toEqual([]);
  });
});

describe('tail on AWS', () => {
  test('each event is told once, late ones too, oldest first over all groups', async () => {
    const event = (eventId: string, timestamp: number) => ({ eventId, timestamp, message: line(eventId) });
    const { client, asked } = scripted([
      { events: [event('b', 1002)], nextToken: 'more' },
      { events: [event('c', 1003)] },
      { events: [event('a', 1001)] },
      { events: [event('b', 1002), event('late', 1000)] },
      { events: [] },
    ]);
    const more = await follow(client, ['one', 'two'], 1000);
    expect((await more()).map(({ what }) => what)).toEqual(['a', 'b', 'c']);
    expect((await more()).map(({ what }) => what)).toEqual(['late']);
    expect(asked[0]).toBeInstanceOf(FilterLogEventsCommand);
    expect(asked[1]!.input['nextToken']).toBe('more');
  });
});

describe('on the embedded runtime', () => {
  test('the feed hands each reader what is new since its last page, under the functions’ own names', () => {
    const timeline = new Timeline(new VirtualClock());
    const journeys = new Journeys();
    timeline.listen((entry) => journeys.record(entry));
    const feed = new Feed(timeline, journeys, (name) => name.toUpperCase());
    const report = (text: string) =>
      timeline.journal({ service: 'logs', event: 'line', resource: 'f', line: line(text) });
    report('before');
    const { next, hops } = feed.page();
    expect(hops).toEqual([]);
    report('after');
    timeline.journal({ service: 'lambda', event: 'timed-out', resource: 'g' });
    const page = feed.page(next);
    expect(page.hops.map(({ where, what }) => [where, what])).toEqual([
      ['F', 'after'],
      ['G', 'function timed out'],
    ]);
    expect(feed.page(page.next).hops).toEqual([]);
  });

  let account: Account;
  beforeAll(async () => void (account = await startAccount()));
  afterAll(() => account.stop());

  test('a journey is told hop by hop; an id that nobody knows is said so', async () => {
    account.timeline.journal({
      service: 'logs',
      event: 'line',
      resource: 'orders-process',
      line: line('order completed'),
    });
    expect((await account.spillway('journey', 'order-1')).out).toMatch(/orders-process +order-1 +order completed$/m);
    expect(await account.spillway('journey', 'order-9')).toMatchObject({ code: 1 });
  });
});
