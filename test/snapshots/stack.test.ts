import { expect, test } from 'vitest';
import { synthesizeStack } from '../lib/synthesize.ts';
import { masked } from './masked.ts';

test('the template of the dev stage changes only on purpose', async () => {
  await expect(masked(synthesizeStack({ stage: 'dev' }))).toMatchFileSnapshot('spillway-dev.txt');
});
