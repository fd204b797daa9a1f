import { command, type Invocation } from '../command.ts';
import type { Hop } from '../../../local/console/hop.ts';
import { hopJson, hopText } from '../../../local/console/live.ts';
import { follow } from '../logs/follow.ts';
import { logGroups } from '../logs/log-groups.ts';
import type { Connection } from '../stack/connection.ts';
import { shortName } from '../stack/queues.ts';
import type { Stack } from '../stack/stack.ts';
import { untilInterrupted } from '../terminal/until-interrupted.ts';

export const tail = command({
  usage: 'tail [FUNCTION] [options]',
  about:
    'Prints what functions report as it happens, until Ctrl-C: of all, or of those whose name holds a word. On AWS it asks each log group every few seconds; on the embedded runtime it shows faults, crashes and alarms too.',
  options: {
    level: { type: 'string', default: 'info', value: 'LEVEL', about: 'info, warn or error, and what is worse' },
  },
  words: { least: 0, most: 1 },
  examples: ['tail', 'tail orders-process --level warn', 'tail --json | jq -r .what'],
  async run(invocation) {
    const { values } = invocation;
    if (!levels.includes(values.level as Hop['level']))
      throw new Error(`--level must be one of ${levels.join(', ')}, got ${values.level}`);
    const connection = await invocation.connect();
    const more = await source(connection);
    return untilInterrupted(connection.console === undefined ? 3 : 0.5, async () => {
      for (const hop of await more()) if (isWanted(hop, invocation)) print(hop, invocation, connection.stack);
    });
  },
});

const levels: readonly Hop['level'][] = ['info', 'warn', 'error'];

/** What has been reported since the last call. */
async function source({ console: page, clients, stack, now }: Connection): Promise<() => Promise<readonly Hop[]>> {
  if (page === undefined) return follow(await clients.get('logs'), logGroups(stack), await now());
  let { next } = (await page<{ next: number }>('feed'))!;
  return async () => {
    const { hops, next: after } = (await page<{ next: number; hops: readonly Hop[] }>(`feed/${next}`))!;
    next = after;
    return hops;
  };
}

function isWanted({ where, level }: Hop, { words, values }: Invocation): boolean {
  const worst = String(values['level']) as Hop['level'];
  return (words[0] === undefined || where.includes(words[0])) && levels.indexOf(level) >= levels.indexOf(worst);
}

function print(hop: Hop, { values, terminal }: Invocation, stack: Stack): void {
  const format = values.json ? hopJson : hopText;
  terminal.print(format(hop, { colour: terminal.paint('dim', '') !== '', nameOf: (name) => shortName(name, stack) }));
}
