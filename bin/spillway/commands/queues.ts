import { command, exitCodes, type ExitCode, type Invocation } from '../command.ts';
import type { Connection } from '../stack/connection.ts';
import { depthOf, oneNamed, workQueues, type Depth, type WorkQueue } from '../stack/queues.ts';
import { drainSeconds, ratesOf, type Rates } from '../stack/rates.ts';
import { duration, secondsOf } from '../terminal/duration.ts';
import { table } from '../terminal/table.ts';
import { untilInterrupted } from '../terminal/until-interrupted.ts';

interface Row extends Depth, Rates {
  readonly queue: string;
  /** Undefined while more comes in than goes out. */
  readonly drainSeconds?: number;
  /** Set aside by the consumer, or by SQS. */
  readonly deadLetters: number;
  /** What the topic could not deliver. */
  readonly undelivered: number;
}

export const queues = command({
  usage: 'queues [QUEUE] [options]',
  about:
    'Shows every work queue: messages waiting (delayed ones too) and in flight, the age of the oldest, arrivals and departures a minute over the last five, how long it takes to drain at that rate, and what is set aside (+ what the topic could not deliver). Ages and rates are CloudWatch’s, a minute old at most.',
  options: {
    watch: { type: 'boolean', default: false, about: 'redraw until Ctrl-C; with --json a line each time' },
    every: { type: 'string', default: '2s', value: 'TIME', about: 'time between pictures' },
  },
  words: { least: 0, most: 1 },
  examples: ['queues', 'queues --watch', 'queues vip --watch --every 10s', 'queues --json | jq ".[].waiting"'],
  async run(invocation) {
    const { values, words, terminal, connect } = invocation;
    const every = secondsOf('--every', values.every);
    const connection = await connect();
    const all = await workQueues(connection);
    const chosen = words[0] === undefined ? all : [oneNamed(all, words[0])];
    const picture = pictures(connection, chosen);
    if (!values.watch) return show(invocation, connection, await picture());
    return untilInterrupted(every, async () => {
      const rows = await picture();
      if (!values.json) terminal.clear();
      show(invocation, connection, rows);
    });
  },
});

/** Depths each time, rates once a minute: they do not change more often. */
function pictures(connection: Connection, chosen: readonly WorkQueue[]): () => Promise<Row[]> {
  let rates: ReadonlyMap<string, Rates> = new Map();
  let ratesAt = -Infinity;
  return async () => {
    const now = await connection.now();
    if (now - ratesAt >= 60_000) [rates, ratesAt] = [await ratesOf(connection, chosen), now];
    const sqs = await connection.clients.get('sqs');
    return Promise.all(
      chosen.map(async ({ name, queueName, url, deadLetterQueues }) => {
        const [depth, ...others] = await Promise.all([
          depthOf(sqs, url),
          ...deadLetterQueues.map(async ({ kind, url }) => ({ kind, ...(await depthOf(sqs, url)) })),
        ]);
        const rate = rates.get(queueName) ?? {};
        const drain = drainSeconds(depth.visible + depth.inFlight + depth.delayed, rate);
        const inside = (wanted: string): number =>
          others
            .filter(({ kind }) => kind === wanted)
            .reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0);
        return {
          queue: name,
          ...depth,
          ...rate,
          ...(drain !== undefined && { drainSeconds: drain }),
          deadLetters: inside('queue'),
          undelivered: inside('subscription'),
        };
      }),
    );
  };
}

function show({ values, terminal }: Invocation, { where }: Connection, rows: readonly Row[]): ExitCode {
  if (values.json) terminal.print(JSON.stringify(rows));
  else {
    const [head, ...lines] = table(columns, rows.map(cells), terminal.columns);
    const painted = lines.map((line, index) => (setAside(rows[index]!) > 0 ? terminal.paint('red', line) : line));
    terminal.print([terminal.paint('dim', where), terminal.paint('bold', head!), ...painted].join('\n'));
  }
  return exitCodes.done;
}

const columns = [
  { title: 'QUEUE', flexible: true },
  { title: 'WAITING', right: true },
  { title: 'FLIGHT', right: true },
  { title: 'OLDEST', right: true },
  { title: 'IN/MIN', right: true },
  { title: 'OUT/MIN', right: true },
  { title: 'DRAIN', right: true },
  { title: 'DLQ', right: true },
];

function cells(row: Row): string[] {
  const rate = (value: number | undefined): string => (value === undefined ? '-' : String(Math.round(value * 10) / 10));
  const waiting = row.visible + row.delayed;
  return [
    row.queue,
    String(waiting),
    String(row.inFlight),
    row.oldestSeconds === undefined || waiting + row.inFlight === 0 ? '-' : duration(row.oldestSeconds),
    rate(row.inPerMinute),
    rate(row.outPerMinute),
    waiting + row.inFlight === 0 ? '-' : row.drainSeconds === undefined ? 'never' : duration(row.drainSeconds),
    row.undelivered === 0 ? String(row.deadLetters) : `${row.deadLetters}+${row.undelivered}`,
  ];
}

function setAside({ deadLetters, undelivered }: Row): number {
  return deadLetters + undelivered;
}
