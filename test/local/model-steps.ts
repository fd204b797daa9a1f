import fc from 'fast-check';
import { expect } from 'vitest';

/** Commands that each engine is driven through beside its model, in all runs together. */
const STEPS = 20_000;
const LONGEST = 200;

/**
 * Drives an engine and its model through sequences of commands, 20,000 in all or `share` of them.
 *
 * @param compare throws where the two differ; the sequence is then shrunk
 */
export async function checkAgainstModel<Command>(
  command: fc.Arbitrary<Command>,
  compare: (commands: readonly Command[]) => Promise<void> | void,
  share = 1,
): Promise<void> {
  let steps = 0;
  const sequence = fc.array(command, { maxLength: LONGEST, size: 'max' });
  const property = fc.asyncProperty(sequence, async (commands) => {
    steps += commands.length;
    await compare(commands);
  });
  // Sequences are half of the longest on average, and the first ones are short.
  await fc.assert(property, { numRuns: Math.ceil((STEPS * share * 1.3) / (LONGEST / 2)), seed: 1 });
  expect(steps).toBeGreaterThanOrEqual(STEPS * share);
}
