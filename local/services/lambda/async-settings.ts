import { AwsError } from '../aws-error.ts';
import { ASYNC_DEFAULTS } from './async-queue.ts';
import { inRange } from './required.ts';
import type { AsyncSettings } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import type { Target } from './target.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

export function saveAsyncSettings(lambda: Lambda, target: Target, input: Input): Record<string, unknown> {
  return changeAsyncSettings(lambda, target, input, { ...ASYNC_DEFAULTS, destinations: {}, lastModified: 0 });
}

export function knownAsyncSettings(target: Target): AsyncSettings {
  const settings = target.record.asyncSettings[target.qualifier];
  if (settings !== undefined) return settings;
  throw new AwsError(
    'ResourceNotFoundException',
    `The function ${target.settings.functionArn}:${target.qualifier} doesn't have an EventInvokeConfig`,
    { status: 404, fields: { Type: 'User' } },
  );
}

export function changeAsyncSettings(
  lambda: Lambda,
  target: Target,
  input: Input,
  before: AsyncSettings,
): Record<string, unknown> {
  const settings: AsyncSettings = {
    maximumRetryAttempts:
      inRange('maximumRetryAttempts', input.MaximumRetryAttempts, 0, 2) ?? before.maximumRetryAttempts,
    maximumEventAgeSeconds:
      inRange('maximumEventAgeInSeconds', input.MaximumEventAgeInSeconds, 60, 21_600) ?? before.maximumEventAgeSeconds,
    destinations: input.DestinationConfig ?? before.destinations,
    lastModified: lambda.surroundings.clock.now(),
  };
  const asyncSettings = { ...target.record.asyncSettings, [target.qualifier]: settings };
  lambda.putFunction({ ...target.record, asyncSettings });
  return asyncSettingsOutput(target, settings);
}

export function asyncSettingsOutput(target: Target, settings: AsyncSettings): Record<string, unknown> {
  return {
    LastModified: settings.lastModified / 1000,
    FunctionArn: `${target.settings.functionArn}:${target.qualifier}`,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...settings.destinations },
  };
}
