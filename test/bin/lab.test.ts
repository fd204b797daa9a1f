import { expect, test } from 'vitest';
import { run } from '../../bin/spillway/run.ts';
import { scenarios } from '../../lab/catalogue.ts';
import type { Terminal } from '../../bin/spillway/terminal/terminal.ts';

async function spillway(...argv: string[]) {
  const [printed, errors]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    columns: 80,
    interactive: false,
    print: (text) => void printed.push(text),
    note: () => undefined,
    error: (text) => void errors.push(text),
    paint: (_style, text) => text,
    progress: () => undefined,
    ask: () => Promise.resolve(undefined),
    clear: () => undefined,
  };
  return { code: await run(argv, terminal), printed: printed.join('\n'), errors: errors.join('\n') };
}

test('without a name every scenario is listed', async () => {
  const { code, printed } = await spillway('lab');
  expect(code).toBe(0);
  for (const { name, summary } of scenarios) expect(printed).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a name that is none is wrong usage, and the right ones are said', async () => {
  const { code, errors } = await spillway('lab', 'nope');
  expect(code).toBe(2);
  expect(errors).toBe(`there is no scenario "nope"; there are ${scenarios.map(({ name }) => name).join(', ')}`);
});

test('as JSON a story is one document with its claims', async () => {
  const { code, printed } = await spillway('lab', 'idempotency', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    name: 'idempotency',
    claims: [{ holds: true }, { holds: true }, { holds: true }],
  });
});

test('a claim that does not hold is exit code 1', async () => {
  const scenario = scenarios[0]!;
  const { run } = scenario;
  const broken = {
    sides: [{ name: 'planted', how: '', timeline: [] }],
    measures: [],
    claims: [{ says: 'no', holds: false }],
  };
  Object.assign(scenario, { run: () => Promise.resolve(broken) });
  try {
    expect((await spillway('lab', scenario.name)).code).toBe(1);
  } finally {
    Object.assign(scenario, { run });
  }
});
