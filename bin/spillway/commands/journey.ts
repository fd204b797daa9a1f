import { command, exitCodes } from '../command.ts';
import { hopJson, hopText } from '../../../local/console/live.ts';
import type { Hop } from '../../../local/console/hop.ts';
import { journeyFromLogs } from '../logs/insights.ts';
import { logGroups } from '../logs/log-groups.ts';
import type { Connection } from '../stack/connection.ts';
import { shortName } from '../stack/queues.ts';
import { secondsOf } from '../terminal/duration.ts';

export const journey = command({
  usage: 'journey ID [options]',
  about:
    'Tells what happened to an order, video or user, hop by hop, by its id, its correlation id or a message’s id. On AWS it asks CloudWatch Logs Insights, which bills the data scanned; functions’ lines alone are there. The embedded runtime remembers the hops through queues and topics too.',
  options: { since: { type: 'string', default: '1d', value: 'TIME', about: 'how far back to look, on AWS' } },
  words: { least: 1, most: 1 },
  examples: ['journey 68aef7bd-8e3a-50a7-a9e0-2fc6a2610607', 'journey 68aef7bd-8e3a-50a7-a9e0-2fc6a2610607 --since 7d'],
  async run({ values, words, terminal, connect }) {
    const [id] = words as [string];
    const connection = await connect();
    const hops = await hopsOf(connection, id, secondsOf('--since', values.since));
    const nameOf = (name: string): string => shortName(name, connection.stack);
    if (hops.length === 0) throw new Error(`nothing is known of ${id} on ${connection.where}`);
    const colour = terminal.paint('dim', '') !== '';
    const print = values.json ? hopJson : hopText;
    for (const hop of hops) terminal.print(print(hop, { colour, nameOf }));
    return exitCodes.done;
  },
});

async function hopsOf(connection: Connection, id: string, seconds: number): Promise<readonly Hop[]> {
  if (connection.console !== undefined) {
    const page = await connection.console<{ hops: readonly RemoteHop[] }>(`journeys/${encodeURIComponent(id)}`);
    return (page?.hops ?? []).map(hopOf);
  }
  const to = await connection.now();
  const groups = logGroups(connection.stack);
  return journeyFromLogs(await connection.clients.get('logs'), { groups, id, from: to - 1000 * seconds, to });
}

/** A hop as the console tells it: its time as text, its details beside it. */
type RemoteHop = Omit<Hop, 'at' | 'detail' | 'ids'> & { readonly time: string };

function hopOf({ time, where, what, attempt, level, ...detail }: RemoteHop): Hop {
  return { at: Date.parse(time), where, what, level, ids: [], detail, ...(attempt !== undefined && { attempt }) };
}
