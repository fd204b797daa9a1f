import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repositoryRoot } from '../../../lib/bundling/options.ts';
import { command, exitCodes } from '../command.ts';
import { findOne } from '../dead-letters/find-one.ts';
import { fixtureOf, type Fixture } from '../dead-letters/fixture.ts';

const usual = 'test/dead-letters';

export const dlqExport = command({
  usage: 'dlq export ID [options]',
  about:
    'Writes a message that was set aside, with the rows it speaks of, to a fixture without personal data, and a test that replays it in the simulation. The test fails until the code can work the message off; where it passes at once, the fault was in the surroundings and not in the code. Look the fixture over before you commit it.',
  options: { to: { type: 'string', default: usual, value: 'DIR', about: 'folder in the repository' } },
  words: { least: 1, most: 1 },
  examples: ['dlq export 1f0c9ab2 && npx vitest run test/dead-letters'],
  async run({ values, words, terminal, connect }) {
    const connection = await connect();
    const found = await findOne(connection, words[0]!);
    const fixture = await fixtureOf(connection, found);
    const name = `${fixture.queue}-${fixture.reason}-${found.letter.id.slice(0, 8)}`.toLowerCase();
    const folder = join(repositoryRoot, values.to);
    const [fixtureFile, testFile] = [join(folder, `${name}.json`), join(folder, `${name}.test.ts`)];
    mkdirSync(folder, { recursive: true });
    writeFileSync(fixtureFile, `${JSON.stringify(fixture, undefined, 2)}\n`);
    writeFileSync(testFile, testSource(name, fixture, relative(folder, join(repositoryRoot, 'test/simulation'))));
    const files = [fixtureFile, testFile].map((file) => relative(process.cwd(), file));
    if (values.json) terminal.print(JSON.stringify({ fixture: files[0], test: files[1] }));
    else terminal.print(`${files.join('\n')}\n\nFails until it is mended: npx vitest run ${files[1]}`);
    return exitCodes.done;
  },
});

function testSource(name: string, { queue, reason }: Fixture, simulation: string): string {
  return `import { expect, test } from 'vitest';
import { replayed } from '${simulation}/replay.ts';
import fixture from './${name}.json' with { type: 'json' };

test('${queue}: a message that was set aside (${reason.replaceAll("'", '’')}) is worked off', async () => {
  expect(await replayed(fixture)).toEqual([]);
});
`;
}
