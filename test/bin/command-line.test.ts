import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../bin/spillway/commands.ts';
import { duration, secondsOf } from '../../bin/spillway/terminal/duration.ts';
import { shorten, table } from '../../bin/spillway/terminal/table.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';

function spillway(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repositoryRoot, 'bin', 'spillway.mjs'), ...argv],
    { encoding: 'utf8', env: { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', NO_COLOR: '' } },
  );
  return { status, stdout, stderr };
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('the command line', () => {
  test('its own help names every command', () => {
    const { status, stdout } = spillway('--help');
    expect(status).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`spillway ${name}`);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });

  test.each(commands)(
    '$name: its help has its own words, examples of itself, and 80 columns',
    async ({ name, load }) => {
      const { commandHelp } = await import('../../bin/spillway/help.ts');
      const command = await load();
      expect(command.usage.startsWith(name)).toBe(true);
      expect(command.examples.length).toBeGreaterThan(0);
      expect(command.examples.filter((line) => !line.includes(name))).toEqual([]);
      expect(widest(commandHelp(command, 80))).toBeLessThanOrEqual(80);
    },
  );

  test.each([
    [['nope'], 'there is no command "nope"'],
    [['dlq', 'nope'], 'there is no command "dlq nope"; there are dlq list'],
    [['queues', '--bad'], "Unknown option '--bad'"],
    [['dlq', 'show'], 'usage: spillway dlq show ID'],
    [['dlq', 'list', 'a', 'b'], 'usage: spillway dlq list [QUEUE]'],
  ])('%j is wrong usage: one line, exit code 2', (argv, text) => {
    const { status, stdout, stderr } = spillway(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^spillway: [^\n]+\n$/);
    expect(stderr).toContain(text);
  });

  test('a target that does not answer is told in one line with the way out, exit code 1', () => {
    const { status, stderr } = spillway('queues', '--outputs', join(repositoryRoot, 'package.json'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^spillway: [^\n]+\n$/);
  });
});

describe('what is printed', () => {
  test.each([
    [0, '0s'],
    [45, '45s'],
    [190, '3m10s'],
    [7500, '2h05m'],
    [390_000, '4d12h'],
  ])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  test.each([
    ['90', 90],
    ['15m', 900],
    ['3d', 259_200],
  ])('%s is %d seconds', (text, seconds) => expect(secondsOf('--older', text)).toBe(seconds));

  test('a time that is none is refused with what is allowed', () => {
    expect(() => secondsOf('--older', '1 week')).toThrow(
      '--older must be a time such as 90s, 15m, 2h or 3d, got 1 week',
    );
  });

  test('a table too wide shortens its flexible column in the middle', () => {
    const head = [
      { title: 'NAME', flexible: true },
      { title: 'N', right: true },
    ];
    expect(table(head, [['a-very-long-name', '12']], 14)).toEqual(['NAME         N', 'a-ver…name  12']);
    expect(shorten('short', 5)).toBe('short');
  });
});
