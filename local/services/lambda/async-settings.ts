import { resourceNotFound } from './errors.ts';
import { inRange } from './required.ts';
import type { AwsError } from '../aws-error.ts';
import type { AsyncSettings } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import type { Target } from './target.ts';
import type { DestinationConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

export function saveAsyncSettings(lambda: Lambda, target: Target, input: Input): Record<string, unknown> {
  return changeAsyncSettings(lambda, target, input, { destinations: {}, lastModified: 0 });
}

export function knownAsyncSettings(target: Target): AsyncSettings {
  const settings = target.record.asyncSettings[target.qualifier];
  if (settings !== undefined) return settings;
  throw noAsyncSettings(`${target.settings.functionArn}:${target.qualifier}`);
}

/** @param arn qualified */
export function noAsyncSettings(arn: string): AwsError {
  return resourceNotFound(`The function ${arn} doesn't have an EventInvokeConfig`);
}

export function noAsyncFunction(): AwsError {
  return resourceNotFound("The function doesn't exist.");
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
    destinations: input.DestinationConfig === undefined ? before.destinations : named(input.DestinationConfig),
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
    ...(settings.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: settings.maximumRetryAttempts }),
    ...(settings.maximumEventAgeSeconds !== undefined && { MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...settings.destinations },
  };
}

/** An empty ARN is none. */
function named({ OnSuccess, OnFailure }: DestinationConfig): DestinationConfig {
  return {
    ...(OnSuccess?.Destination && { OnSuccess: { Destination: OnSuccess.Destination } }),
    ...(OnFailure?.Destination && { OnFailure: { Destination: OnFailure.Destination } }),
  };
}
