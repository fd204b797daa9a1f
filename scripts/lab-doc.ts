import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarios } from '../lab/catalogue.ts';
import { page } from '../lab/page.ts';
import type { Scenario, Story } from '../lab/scenario.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const plain = { columns: 80, paint: (_emphasis: string, text: string) => text };

/** What `npx spillway lab NAME` prints, as the block that the pattern's page shows. */
export function labBlock(scenario: Scenario, story: Story): string {
  const text = page(scenario, story, plain).replace(/\nMore: .*\n$/, '');
  return `\`\`\`text\n$ npx spillway lab ${scenario.name}\n${text.trimEnd()}\n\`\`\``;
}

/** A page with the block of one scenario in the place of the one it shows. @throws Error where it shows none */
export function withBlock(text: string, name: string, block: string): string {
  const shown = new RegExp(`\`\`\`text\\n\\$ npx spillway lab ${name}\\n[^]*?\`\`\``);
  if (!shown.test(text)) throw new Error(`The page shows no output of "npx spillway lab ${name}"`);
  return text.replace(shown, () => block);
}

async function main(): Promise<void> {
  for (const scenario of scenarios) {
    const file = join(root, scenario.page);
    if (!existsSync(file)) throw new Error(`${scenario.name} names a page that is not there: ${scenario.page}`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, withBlock(text, scenario.name, labBlock(scenario, await scenario.run())));
  }
}

if (import.meta.main) await main();
