import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import { lambdaTime, type Lambda } from './lambda.ts';
import { inRange } from './required.ts';
import type { FunctionSettings } from './function-record.ts';

/** What a new function must be told; the rest has AWS's defaults. */
export type NewFunction = Pick<FunctionSettings, 'functionName' | 'codePath' | 'handler' | 'runtime' | 'role'> &
  Partial<Omit<FunctionSettings, 'functionArn' | 'version' | 'lastModified' | 'revisionId'>>;

/** Adds a function to the engine. @throws AwsError `ResourceConflictException` where the name is taken */
export function addFunction(
  lambda: Lambda,
  fn: NewFunction,
  more: { readonly reservedConcurrency?: number | undefined; readonly tags?: Readonly<Record<string, string>> } = {},
): FunctionSettings {
  const { clock, random, journal } = lambda.surroundings;
  if (lambda.store.functions.has(fn.functionName)) {
    throw new AwsError('ResourceConflictException', `Function already exist: ${fn.functionName}`, {
      status: 409,
      fields: { Type: 'User' },
    });
  }
  const settings = checkSettings({
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    ephemeralStorageMb: 512,
    environment: {},
    layers: [],
    architectures: ['x86_64'],
    logging: {},
    tracingMode: 'PassThrough',
    codeSha256: '',
    codeSize: 0,
    ...fn,
    functionArn: lambda.functionArn(fn.functionName),
    version: '$LATEST',
    lastModified: lambdaTime(clock.now()),
    revisionId: random.uuid(),
  });
  if (more.reservedConcurrency !== undefined) {
    lambda.concurrency.checkReservation(fn.functionName, more.reservedConcurrency);
  }
  lambda.putFunction({
    latest: settings,
    versions: {},
    published: 0,
    aliases: {},
    policies: {},
    asyncSettings: {},
    urls: {},
    reservedConcurrency: more.reservedConcurrency,
    tags: more.tags ?? {},
  });
  journal({ service: 'lambda', event: 'function-created', resource: settings.functionArn });
  return settings;
}

/** Variables of the runtime that functions may not set. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

export function checkSettings(settings: FunctionSettings): FunctionSettings {
  inRange('timeout', settings.timeoutSeconds, 1, 900);
  inRange('memorySize', settings.memoryMb, 128, 10_240);
  inRange('ephemeralStorage.size', settings.ephemeralStorageMb, 512, 10_240);
  const names = Object.keys(settings.environment);
  const reserved = names.filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(settings.environment);
  if (Buffer.byteLength(measured) > 4096) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
  return settings;
}
