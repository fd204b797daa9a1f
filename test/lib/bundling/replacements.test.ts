import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultProvider } from '../../../lib/bundling/replacements/credentials.ts';
import {
  eventStreamSerdeProvider,
  resolveEventStreamSerdeConfig,
} from '../../../lib/bundling/replacements/event-streams.ts';

afterEach(() => vi.unstubAllEnvs());

describe('what takes the place of packages in the bundles', () => {
  test('credentials come from the environment, as Lambda gives them', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
  });

  test('without credentials the error names the variables', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    await expect(defaultProvider()()).rejects.toThrow(/AWS_ACCESS_KEY_ID/);
  });

  test('event streams say that they were left out', () => {
    expect(() => eventStreamSerdeProvider()).toThrow(/Event streams are not in the bundles/);
  });

  test('a client that has event streams among its actions can be made without them', () => {
    const config = { region: 'eu-west-1' };
    expect(resolveEventStreamSerdeConfig(config)).toBe(config);
  });
});
