import type { BenchCase } from '../harness.ts';
import { interleave } from '../harness.ts';
import { oursAndPlain } from './consumers.ts';

/** What our rules cost on top of what Powertools asks anyway, per message, with AWS answering at once. */
export const consumeCase: BenchCase = {
  name: 'consume',
  about: 'consume and once per message against plain Powertools batch + idempotency doing the same',
  async run() {
    const { ours, plain } = await oursAndPlain();
    const times = await interleave({ ours, plain }, 7);
    return [
      {
        name: 'consume + once, per message',
        value: times.ours,
        unit: 'µs',
        peer: { name: 'plain Powertools', value: times.plain },
      },
    ];
  },
};
