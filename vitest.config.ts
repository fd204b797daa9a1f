import { defineConfig } from 'vitest/config';

/**
 * Files that start processes or threads, set variables which the code under test reads as it loads, or need CloudFormation
 * validation, which others turn off for their process. The rest work in memory, leave nothing behind and share processes:
 * loading the CDK, the SDK and the engines anew for each, and running them cold, would be half of their time.
 */
const onTheirOwn = [
  'test/bin/**/*.test.ts',
  'test/journeys/**/*.test.ts',
  'test/lambdas/**/*.test.ts',
  'test/lib/whole-app.test.ts',
  'test/lib/bundling/**/*.test.ts',
  'test/local/faults/worker-crash.test.ts',
  'test/local/lambda/worker-host/**/*.test.ts',
  'test/local/peers/**/*.test.ts',
  'test/local/persistence/kill.test.ts',
  'test/security/**/*.test.ts',
];

export default defineConfig({
  test: {
    maxWorkers: '100%',
    globalSetup: ['test/temporary-folder.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'in memory',
          include: ['test/**/*.test.ts'],
          exclude: [...onTheirOwn, 'node_modules/**'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'on their own', include: onTheirOwn } },
    ],
  },
});
