import type { Node } from 'constructs';
import * as z from 'zod/mini';
import { logLevels, retentionByDays } from './constructs/stage.ts';

/** Real providers: the stack sends them money and mail, so nothing about them has a default. */
const providerAddresses = z.strictObject({
  paymentUrl: z.url({ protocol: /^https$/ }),
  mailUrl: z.url({ protocol: /^https$/ }),
  pushUrl: z.url({ protocol: /^https$/ }),
  /** Secrets Manager ARN of the API key that all three accept. */
  secretArn: z.string().check(z.regex(/^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/)),
});
export type ProviderAddresses = z.infer<typeof providerAddresses>;

const jwt = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }),
  audience: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
});

/** The repository, and the environment in it, whose jobs may deploy. */
const github = z.strictObject({
  repository: z.string(),
  environment: z.string().check(z.minLength(1)),
  providerArn: z.optional(z.string().check(z.startsWith('arn:'))),
});

const shared = {
  /** Origins whose pages may call the API. */
  allowedOrigins: z.optional(z.array(z.url())),
  /** Where alarms are mailed; the address must confirm once. */
  alarmEmail: z.optional(z.email()),
  /** Take the customer from a token instead of trusting signed callers. */
  jwt: z.optional(jwt),
  logLevel: z.optional(z.enum(logLevels)),
  /** How long logs are kept. */
  logRetentionDays: z.optional(
    z
      .number()
      .check(
        z.refine((days) => retentionByDays.has(days), { error: `one of ${[...retentionByDays.keys()].join(', ')}` }),
      ),
  ),
  /** Requests a minute that each caller may make. */
  callerLimit: z.optional(z.int().check(z.minimum(1))),
  /** The account's quota of concurrent executions in this Region; consumers together must leave 100 for the API. */
  accountConcurrency: z._default(z.int().check(z.minimum(101)), 1000),
  /** Largest video that may be uploaded, MiB. */
  uploadLimitMebibytes: z._default(z.int().check(z.minimum(1), z.maximum(4768)), 1024),
  /** Folder with `bin/ffmpeg` and `bin/ffprobe` for arm64 Linux; builds from npm unless given. */
  ffmpegFolder: z.optional(z.string()),
  /** Adds a role with which GitHub Actions deploys. */
  github: z.optional(github),
};

const config = z.discriminatedUnion('stage', [
  z.strictObject({ stage: z.literal('local'), ...shared }),
  z.strictObject({ stage: z.literal('dev'), ...shared }),
  z.strictObject({ stage: z.literal('prod'), ...shared, providers: providerAddresses }),
]);
export type Config = z.infer<typeof config>;

/**
 * Reads the app's context: `-c stage=local|dev|prod` and `-c spillway:NAME=VALUE` (JSON where it is not plain text).
 *
 * @throws Error naming each key at fault
 */
export function readConfig(node: Node): Config {
  const context = Object.entries(node.getAllContext() as Record<string, unknown>)
    .filter(([key]) => key.startsWith('spillway:') && key !== 'spillway:root')
    .map(([key, value]) => [key.slice('spillway:'.length), parsed(value)]);
  const result = config.safeParse({ stage: node.tryGetContext('stage') ?? 'dev', ...Object.fromEntries(context) });
  if (result.success) return result.data;
  const faults = result.error.issues.map(faultOf);
  throw new Error(`The context is not valid:\n${faults.join('\n')}\nSee "Deploy to AWS" in the README`);
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `  spillway:${issue.keys.join(', spillway:')}: not a setting`;
  const name = issue.path.join('.');
  const missing = issue.input === undefined && issue.code === 'invalid_type' ? 'missing' : issue.message;
  return `  ${name === 'stage' ? name : `spillway:${name}`}: ${missing}`;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]|^\d+$/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
