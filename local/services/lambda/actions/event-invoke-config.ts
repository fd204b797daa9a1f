import { AwsError } from '../../aws-error.ts';
import { ASYNC_DEFAULTS } from '../async-queue.ts';
import { targetOf } from './target-of.ts';
import { inRange } from '../required.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { AsyncSettings } from '../function-record.ts';
import type { Lambda } from '../lambda.ts';
import type { Target } from '../target.ts';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

/** Replaces the settings: what is left out gets its default. */
export function putFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:PutFunctionEventInvokeConfig');
  return saveAsyncSettings(lambda, target, input);
}

export function saveAsyncSettings(lambda: Lambda, target: Target, input: Input): Record<string, unknown> {
  return save(lambda, target, input, { ...ASYNC_DEFAULTS, destinations: {}, lastModified: 0 });
}

/** Changes the settings: what is left out stays. */
export function updateFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:UpdateFunctionEventInvokeConfig');
  return save(lambda, target, input, known(target));
}

export function getFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:GetFunctionEventInvokeConfig');
  return output(target, known(target));
}

export function deleteFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): undefined {
  const target = targetOf(lambda, input, call, 'lambda:DeleteFunctionEventInvokeConfig');
  known(target);
  const asyncSettings = { ...target.record.asyncSettings };
  delete asyncSettings[target.qualifier];
  lambda.putFunction({ ...target.record, asyncSettings });
  return undefined;
}

function known(target: Target): AsyncSettings {
  const settings = target.record.asyncSettings[target.qualifier];
  if (settings !== undefined) return settings;
  throw new AwsError(
    'ResourceNotFoundException',
    `The function ${target.settings.functionArn}:${target.qualifier} doesn't have an EventInvokeConfig`,
    { status: 404, fields: { Type: 'User' } },
  );
}

function save(lambda: Lambda, target: Target, input: Input, before: AsyncSettings): Record<string, unknown> {
  const settings: AsyncSettings = {
    maximumRetryAttempts: inRange('maximumRetryAttempts', input.MaximumRetryAttempts, 0, 2) ?? before.maximumRetryAttempts,
    maximumEventAgeSeconds:
      inRange('maximumEventAgeInSeconds', input.MaximumEventAgeInSeconds, 60, 21_600) ?? before.maximumEventAgeSeconds,
    destinations: input.DestinationConfig ?? before.destinations,
    lastModified: lambda.surroundings.clock.now(),
  };
  const asyncSettings = { ...target.record.asyncSettings, [target.qualifier]: settings };
  lambda.putFunction({ ...target.record, asyncSettings });
  return output(target, settings);
}

function output(target: Target, settings: AsyncSettings): Record<string, unknown> {
  return {
    LastModified: settings.lastModified / 1000,
    FunctionArn: `${target.settings.functionArn}:${target.qualifier}`,
    MaximumRetryAttempts: settings.maximumRetryAttempts,
    MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...settings.destinations },
  };
}
