import { parseArgs } from 'node:util';
import {
  commonOptions,
  exitCodes,
  UsageError,
  type Command,
  type ExitCode,
  type Option,
  type Options,
} from './command.ts';
import { commands, type Entry } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { describeProblem } from './problem.ts';
import { connectorOf } from './stack/connection.ts';
import { terminalOf, type Terminal } from './terminal/terminal.ts';

/**
 * Runs one command line.
 *
 * @param argv what follows `spillway`
 * @returns the exit code; errors have been told in one line
 */
export async function run(argv: readonly string[], terminal: Terminal = terminalOf(process)): Promise<ExitCode> {
  try {
    const found = find(argv);
    if (found === undefined) return listCommands(argv, terminal);
    const command = await found.load();
    return await start(command, argv.slice(found.name.split(' ').length), terminal);
  } catch (error) {
    terminal.error(describeProblem(error));
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

async function start(command: Command, argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parse(command, argv);
  if (values['help'] === true) {
    terminal.print(commandHelp(command, terminal.columns));
    return exitCodes.done;
  }
  const { least, most } = command.words;
  if (positionals.length < least || positionals.length > most)
    throw new UsageError(`usage: spillway ${command.usage.replace('\n', ' or ')}`);
  const connector = connectorOf(values);
  try {
    return await command.run({ values: values as never, words: positionals, terminal, connect: connector.connect });
  } finally {
    connector.close();
  }
}

/** The entry with the most words that the command line begins with. */
function find(argv: readonly string[]): Entry | undefined {
  return commands
    .filter(({ name }) => name.split(' ').every((word, index) => argv[index] === word))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

function listCommands([word, ...rest]: readonly string[], terminal: Terminal): ExitCode {
  const group = commands.filter(({ name }) => name.startsWith(`${word} `));
  const helped = word === undefined || word === '--help' || word === '-h' || rest.includes('--help');
  if (helped) {
    terminal.print(overview(group.length > 0 ? group : commands));
    return exitCodes.done;
  }
  const names = group.length > 0 ? group : commands;
  throw new UsageError(
    `there is no command "${[word, ...(group.length > 0 ? rest : [])].join(' ')}"; there are ${names.map(({ name }) => name).join(', ')}`,
  );
}

function parse(command: Command, argv: readonly string[]) {
  const options: Options = { ...command.options, ...commonOptions };
  try {
    return parseArgs({
      args: [...argv],
      options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, parsed(option)])),
      allowPositionals: true,
      allowNegative: true,
    });
  } catch (cause) {
    throw new UsageError(describeProblem(cause).replace(/\. .*/, ''), { cause });
  }
}

function parsed({ type, short, multiple, default: value }: Option) {
  return {
    type,
    ...(short !== undefined && { short }),
    ...(multiple !== undefined && { multiple }),
    ...(value !== undefined && { default: value }),
  };
}
