import { defineConfig } from 'vitest/config';

const everything = 'test/**/*.test.ts';

/**
 * Files that do all their work in memory and leave nothing behind. They share processes: loading the CDK, the SDK and the
 * engines anew for each, and running them cold, would be half of their time.
 */
const inMemory = [
  'test/contracts/**/*.test.ts',
  'test/lab/**/*.test.ts',
  'test/lib/{constructs,doctor}/**/*.test.ts',
  // Not whole-app, which validates templates: the others turn that off for their process.
  'test/lib/{config,footguns,nag,spillway-stack,user-pipeline,video-pipeline}.test.ts',
  'test/snapshots/**/*.test.ts',
  'test/local/{apigateway,cloudwatch,dynamodb,iam,logs,s3,scheduler,sns,sqs,sts}/**/*.test.ts',
  'test/local/lambda/*.test.ts',
  'test/local/lambda/sources/*.test.ts',
  'test/simulation/**/*.test.ts',
];

export default defineConfig({
  test: {
    maxWorkers: '100%',
    globalSetup: ['test/temporary-folder.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'in memory', include: inMemory, isolate: false } },
      {
        extends: true,
        test: { name: 'on their own', include: [everything], exclude: [...inMemory, 'node_modules/**'] },
      },
    ],
  },
});
