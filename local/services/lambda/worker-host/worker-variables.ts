import type { FunctionSettings } from '../function-record.ts';
import type { WorkerOptions } from './worker-host.ts';

/**
 * The process environment of a function: its own variables, under the ones that Lambda reserves.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function workerVariables(settings: FunctionSettings, options: WorkerOptions): Record<string, string> {
  const { credentials, temporary } = options;
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    ...settings.environment,
    TZ: settings.environment['TZ'] ?? ':UTC',
    TMPDIR: temporary,
    LAMBDA_TASK_ROOT: settings.codePath,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: settings.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: settings.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logging.LogGroup ?? `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(settings, options),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: options.endpoint,
  };
}

/** `2026/01/31/[$LATEST]name-1`: a stream per environment. */
function logStream(settings: FunctionSettings, { clock, temporary }: WorkerOptions): string {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${settings.version}]${temporary.slice(temporary.lastIndexOf('/') + 1)}`;
}
