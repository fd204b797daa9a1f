import { Audit, auditOption } from '../audit.ts';
import { command, exitCodes, UsageError, type ExitCode, type Invocation } from '../command.ts';
import { agreed } from '../dead-letters/change.ts';
import { breakers, probeAt, runController, type Breaker } from '../stack/breakers.ts';
import type { Connection } from '../stack/connection.ts';
import { oneNamed } from '../stack/queues.ts';
import { duration, secondsOf } from '../terminal/duration.ts';
import { table } from '../terminal/table.ts';

export const breaker = command({
  usage: 'breaker [NAME [open | close]] [options]',
  about:
    'Shows the circuit breakers: state, since when, when an open one is probed, and whether the taps before what it protects are enabled. "open" closes the taps by hand, such as before maintenance downstream, and holds them for a while. "close" has an open breaker probed now: it closes once the probes succeed, and not before, so that nobody can let the full load onto what is down.',
  options: {
    for: { type: 'string', default: '1h', value: 'TIME', about: 'how long "open" holds before the first probe' },
    yes: { type: 'boolean', default: false, about: 'do not ask' },
    ...auditOption,
  },
  words: { least: 0, most: 2 },
  examples: ['breaker', 'breaker payment open --for 30m', 'breaker payment close'],
  async run(invocation) {
    const { words, values, terminal, connect } = invocation;
    const [name, order] = words;
    if (order !== undefined && order !== 'open' && order !== 'close')
      throw new UsageError(`a breaker is told to open or to close, not to ${order}`);
    const holdSeconds = secondsOf('--for', values.for);
    const connection = await connect();
    const all = await breakers(connection);
    const chosen = name === undefined ? all : [oneNamed(all, name)];
    if (order === undefined) return show(invocation, chosen, await connection.now());
    const [found] = chosen as [Breaker];
    const question = `Stop what ${found.name} protects on ${connection.where} for ${duration(holdSeconds)}?`;
    const refusal = order === 'open' ? await agreed(terminal, values.yes, question) : undefined;
    if (refusal !== undefined) return refusal;
    await using audit = await Audit.start(values.audit, {
      what: 'breaker',
      where: connection.where,
      at: await connection.now(),
      breaker: found.name,
      order,
      ...(order === 'open' && { holdSeconds }),
    });
    await (order === 'open' ? open(connection, found, holdSeconds) : close(connection, found));
    const [after] = (await breakers(connection)).filter((each) => each.name === found.name);
    await audit.secure({ state: after!.state });
    return show(invocation, [after!], await connection.now());
  },
});

/** By the controller, which tells of it as of any other transition; then held. */
async function open(connection: Connection, found: Breaker, seconds: number): Promise<void> {
  if (found.state === 'CLOSED') await runController(connection, found, { open: true });
  const held = await probeAt(connection, found, (await connection.now()) + 1000 * seconds);
  if (!held) throw new Error(`${found.name} is not open: it is being probed, or someone else moved it; look again`);
}

async function close(connection: Connection, found: Breaker): Promise<void> {
  if (found.state === 'CLOSED') throw new Error(`${found.name} is closed already`);
  // A breaker that is half open is being probed: its next calls decide.
  if (await probeAt(connection, found, 0)) await runController(connection, found, {});
}

const columns = [
  { title: 'BREAKER', flexible: true },
  { title: 'STATE' },
  { title: 'FOR', right: true },
  { title: 'PROBE IN', right: true },
  { title: 'FAILED PROBES', right: true },
  { title: 'TAPS' },
];

function show({ values, terminal }: Invocation, all: readonly Breaker[], now: number): ExitCode {
  if (values.json) {
    terminal.print(JSON.stringify(all));
    return exitCodes.done;
  }
  const rows = all.map(({ name, state, since, probeAt: probe, failedProbes, taps }) => [
    name,
    state,
    since === 0 ? '-' : duration((now - since) / 1000),
    probe === undefined ? '-' : duration(Math.max(0, probe - now) / 1000),
    String(failedProbes),
    [...new Set(taps)].map((tap) => `${taps.filter((each) => each === tap).length} ${tap}`).join(', '),
  ]);
  const [head, ...lines] = table(columns, rows, terminal.columns);
  const painted = lines.map((line, index) => (all[index]!.state === 'CLOSED' ? line : terminal.paint('red', line)));
  terminal.print([terminal.paint('bold', head!), ...painted].join('\n'));
  return exitCodes.done;
}
