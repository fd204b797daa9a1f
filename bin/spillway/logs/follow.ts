import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Hop } from '../../../local/console/hop.ts';
import { hopOfEvent } from './insights.ts';

/** Events may arrive late; so long after it an event is looked for again. */
const lateMilliseconds = 10_000;

/**
 * Follows log groups from a moment on.
 *
 * @returns a function that answers what is new since its last call, oldest first
 */
export async function follow(
  client: Pick<CloudWatchLogsClient, 'send'>,
  groups: readonly string[],
  start: number,
): Promise<() => Promise<readonly Hop[]>> {
  const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  let seen = new Map<string, number>();
  let newest = start;
  return async () => {
    const from = Math.max(start, newest - lateMilliseconds);
    const found: Hop[] = [];
    for (const logGroupName of groups) {
      let nextToken: string | undefined;
      do {
        const page = await client.send(new FilterLogEventsCommand({ logGroupName, startTime: from, nextToken }));
        for (const { eventId, timestamp = 0, message = '' } of page.events ?? []) {
          if (eventId === undefined || seen.has(eventId)) continue;
          seen.set(eventId, timestamp);
          newest = Math.max(newest, timestamp);
          const hop = hopOfEvent({ at: timestamp, group: logGroupName, message });
          if (hop !== undefined) found.push(hop);
        }
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    }
    seen = new Map([...seen].filter(([, at]) => at >= newest - 2 * lateMilliseconds));
    return found.toSorted((a, b) => a.at - b.at);
  };
}
