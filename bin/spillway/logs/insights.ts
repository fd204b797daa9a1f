import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { hopOfLine, type Hop } from '../../../local/console/hop.ts';

export interface JourneyQuery {
  readonly groups: readonly string[];
  /** An order's, video's, user's, correlation's or message's id. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

const pollMilliseconds = 500;
const mostHops = 1000;

/**
 * Every log line that names an id, oldest first, by CloudWatch Logs Insights (billed by the data scanned).
 *
 * @throws Error for an id that could be read as more than one, or a query that does not complete
 */
export async function journeyFromLogs(
  client: Pick<CloudWatchLogsClient, 'send'>,
  { groups, id, from, to }: JourneyQuery,
): Promise<readonly Hop[]> {
  if (!/^[\w.:-]{4,200}$/.test(id)) throw new Error(`an id is letters, digits and -_.: from 4 on, got ${id}`);
  const { GetQueryResultsCommand, StartQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupNames: [...groups],
      startTime: Math.floor(from / 1000),
      endTime: Math.ceil(to / 1000),
      queryString: `fields @timestamp, @message, @log | filter @message like "${id}" | sort @timestamp asc | limit ${mostHops}`,
    }),
  );
  for (;;) {
    const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Complete') return results.flatMap((row) => hopOfRow(row) ?? []);
    if (status !== 'Running' && status !== 'Scheduled') throw new Error(`the Logs Insights query ended as ${status}`);
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}

function hopOfRow(row: readonly { readonly field?: string; readonly value?: string }[]): Hop | undefined {
  const field = (name: string): string => row.find((cell) => cell.field === name)?.value ?? '';
  const at = Date.parse(`${field('@timestamp').replace(' ', 'T')}Z`);
  return hopOfEvent({ at, group: field('@log'), message: field('@message') });
}

/** A log event of a function as a hop; undefined for lines that are Lambda’s own. */
export function hopOfEvent({ at, group, message }: { at: number; group: string; message: string }): Hop | undefined {
  const resource = serviceOf(message) ?? group.split(/[/:]/).at(-1)!;
  return hopOfLine({ at, service: 'logs', event: 'line', resource }, message.trim());
}

/** The name that people gave the function, which Powertools writes into each line. */
function serviceOf(message: string): string | undefined {
  return /"service":"([^"]+)"/.exec(message)?.[1];
}
