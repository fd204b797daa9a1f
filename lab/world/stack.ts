import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { entryMetadata } from '../../lib/constructs/node-function.ts';
import { projectContext } from '../../lib/context.ts';
import { readAssembly, type StackArtifact } from '../../local/template/assembly.ts';

/** Where its functions are, in a folder `lambdas` as the constructs ask. */
const labRoot = fileURLToPath(new URL('..', import.meta.url));

/** What a scenario reaches for, by its own names. */
export type Places<Names extends string> = Readonly<Record<Names, Queue | Topic | Table | Bucket>>;

export interface Synthesized {
  readonly artifacts: readonly StackArtifact[];
  /** Sources of its functions. */
  readonly entries: readonly string[];
  /** Names of its outputs. */
  readonly outputs: readonly string[];
}

/** Synthesizes a stack of a scenario's own, as the CDK would, without bundles: the lab compiles what it runs itself. */
export function synthesizeStack<Names extends string>(build: (stack: Stack) => Places<Names>): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'spillway-lab-'));
  try {
    const context = { ...projectContext(), 'aws:cdk:bundling-stacks': [], 'spillway:root': labRoot };
    const app = new App({ context, outdir });
    const stack = new Stack(app, 'Lab');
    const places = Object.entries<Queue | Topic | Table | Bucket>(build(stack));
    for (const [name, place] of places)
      new CfnOutput(stack, `Place${name}`, { value: addressOf(place) }).overrideLogicalId(name);
    app.synth();
    const artifacts = readAssembly(outdir);
    const resources = artifacts.flatMap(({ template }) => Object.values(template.Resources ?? {}));
    const entries = resources.flatMap(({ Metadata }) => {
      const entry = Metadata?.[entryMetadata];
      return typeof entry === 'string' ? [entry] : [];
    });
    return { artifacts, entries: [...new Set(entries)], outputs: places.map(([name]) => name) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function addressOf(place: Queue | Topic | Table | Bucket): string {
  if (place instanceof Table) return place.tableName;
  if (place instanceof Bucket) return place.bucketName;
  return place instanceof Topic ? place.topicArn : place.queueUrl;
}
