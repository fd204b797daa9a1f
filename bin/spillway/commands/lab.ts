import type { Scenario } from '../../../lab/scenario.ts';
import { command, exitCodes, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts';

export const lab: Command = command({
  usage: 'lab [NAME] [options]',
  about:
    'Plays a pattern through on the embedded engines, in virtual time, and tells what happened and what that shows: for most, the naive way and ours on the same input. Without a name it lists the scenarios. Needs no stack and changes nothing; the same every time. Exit code 1: a claim did not hold.',
  options: {
    all: { type: 'boolean', default: false, about: 'play every scenario' },
  },
  words: { least: 0, most: 1 },
  examples: ['lab', 'lab backoff', 'lab backoff --json | jq .claims', 'lab --all'],
  async run(invocation) {
    const { scenarios } = await import('../../../lab/catalogue.ts');
    const { values, words } = invocation;
    const [name] = words;
    if (name !== undefined) return play([scenarioNamed(name, scenarios)], invocation);
    return values.all ? play(scenarios, invocation) : list(scenarios, invocation);
  },
});

function scenarioNamed(name: string, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  throw new UsageError(`there is no scenario "${name}"; there are ${scenarios.map(({ name }) => name).join(', ')}`);
}

function list(scenarios: readonly Scenario[], { values, terminal }: Invocation): ExitCode {
  if (values['json']) {
    terminal.print(JSON.stringify(scenarios.map(({ name, summary, page }) => ({ name, summary, page }))));
    return exitCodes.done;
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const lines = scenarios.map(({ name, summary }) => `  ${terminal.paint('bold', name.padEnd(width))}  ${summary}`);
  terminal.print(
    [...lines, '', terminal.paint('dim', 'spillway lab NAME plays one, spillway lab --all plays all.')].join('\n'),
  );
  return exitCodes.done;
}

async function play(scenarios: readonly Scenario[], { values, terminal }: Invocation): Promise<ExitCode> {
  const { page } = await import('../../../lab/page.ts');
  let held = true;
  for (const scenario of scenarios) {
    terminal.progress(`Playing ${scenario.name}`);
    const story = await scenario.run();
    terminal.progress('');
    held &&= story.claims.every(({ holds }) => holds);
    const { name, summary, setting } = scenario;
    if (values['json']) terminal.print(JSON.stringify({ name, summary, setting, ...story }));
    else terminal.print(page(scenario, story, { columns: Math.min(terminal.columns, 100), paint: terminal.paint }));
  }
  return held ? exitCodes.done : exitCodes.failed;
}
