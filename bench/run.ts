import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endWith } from '../bin/end-with.ts';
import { bundleCase } from './cases/bundle.ts';
import { consumeCase } from './cases/consume.ts';
import { largeObjectCase } from './cases/large-object.ts';
import { operateCase } from './cases/operate.ts';
import { ordersCase } from './cases/orders.ts';
import { peersCase } from './cases/peers.ts';
import { redriveCase } from './cases/redrive.ts';
import { startCase } from './cases/start.ts';
import { synthCase } from './cases/synth.ts';
import { videoCase } from './cases/video.ts';
import { missed, type BenchCase, type Measure } from './harness.ts';
import { markdown } from './report.ts';

const cases: readonly BenchCase[] = [
  bundleCase,
  consumeCase,
  startCase,
  ordersCase,
  synthCase,
  operateCase,
  redriveCase,
  largeObjectCase,
  videoCase,
  peersCase,
];

const help = `Measures Spillway against its limits and its peers.

  npm run bench -- [--only NAME] [--json FILE] [--markdown FILE]

Cases:
${cases.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

Milliseconds depend on the machine and fail nothing. A missed count or loose ratio ends with exit code 1.
`;

try {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) process.stdout.write(help);
  else await main(values);
} catch (error) {
  endWith('bench', error);
}

interface Values {
  readonly only?: string;
  readonly json?: string;
  readonly markdown?: string;
}

async function main(values: Values): Promise<void> {
  const chosen = cases.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0)
    throw new Error(`there is no case ${values.only}; there are ${cases.map(({ name }) => name).join(', ')}`);
  const measures: Measure[] = [];
  for (const { name, run } of chosen) {
    process.stderr.write(`${name} …\n`);
    measures.push(...(await run()));
  }
  const table = markdown(measures);
  console.log(table);
  if (values.markdown !== undefined) writeFileSync(values.markdown, `${table}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(measures, undefined, 2)}\n`);
  if (measures.some((measure) => measure.gate === true && missed(measure))) process.exitCode = 1;
}
