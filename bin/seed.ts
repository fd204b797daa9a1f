import { parseArgs } from 'node:util';
import { endWith } from './end-with.ts';
import { seed } from './local/seed.ts';
import { readOutputs } from './read-outputs.ts';

const help = `Fills catalogue, customers (with their tier) and stock of a deployed stack.

  npm run seed -- [--outputs FILE] [--endpoint URL]

  --outputs FILE  outputs that "npm run deploy" wrote (default .spillway/outputs.json)
  --endpoint URL  an emulator's URL; without it AWS, with your usual credentials and region
`;

try {
  const { values } = parseArgs({
    options: {
      outputs: { type: 'string', default: '.spillway/outputs.json' },
      endpoint: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) process.stdout.write(help);
  else {
    const outputs = readOutputs(values.outputs);
    console.log(`Wrote ${await seed(outputs, values.endpoint)} customers and products that were not there.`);
  }
} catch (error) {
  endWith('seed', error);
}
