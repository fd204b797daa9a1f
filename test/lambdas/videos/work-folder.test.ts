import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { inWorkFolder } from '../../../lambdas/videos/media/work-folder.ts';

test('I17: a job finds its folder empty, whatever the one before left, and leaves nothing', async () => {
  let folder = '';
  await inWorkFolder(async ({ input }) => {
    folder = dirname(input);
    writeFileSync(join(folder, 'left'), 'by a job that went well');
  });
  expect(existsSync(folder)).toBe(false);
  const failing = inWorkFolder(async ({ input }) => {
    writeFileSync(input, 'by a job that failed');
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(existsSync(folder)).toBe(false);
  // A killed invocation wipes nothing; the next one does.
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'left'), 'by a job that was killed');
  await inWorkFolder(async () => expect(readdirSync(folder)).toEqual([]));
});
