import fc from 'fast-check';

const LONGEST = 200;

/**
 * Drives an engine and its model through sequences of commands.
 *
 * @param steps least number of commands in all
 * @param compare throws where the two differ; the sequence is then shrunk
 * @returns how many commands there were
 */
export async function besideModel<Command>(
  steps: number,
  command: fc.Arbitrary<Command>,
  compare: (commands: readonly Command[]) => Promise<void> | void,
): Promise<number> {
  let done = 0;
  const sequence = fc.array(command, { maxLength: LONGEST, size: 'max' });
  const property = fc.asyncProperty(sequence, async (commands) => {
    done += commands.length;
    await compare(commands);
  });
  // Sequences are half of the longest on average, and the first ones are short.
  await fc.assert(property, { numRuns: Math.ceil((steps * 1.3) / (LONGEST / 2)), seed: 1 });
  return done;
}
