import { invalidMember } from '../errors.ts';
import { configurationOutput } from '../function-output.ts';
import { checkSettings } from '../function-settings.ts';
import { lambdaTime, type Lambda } from '../lambda.ts';
import { staleRevision } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';

export function updateFunctionConfiguration(
  lambda: Lambda,
  input: UpdateFunctionConfigurationRequest,
  call: Call,
): Record<string, unknown> {
  const { record } = targetOf(lambda, input, call, 'lambda:UpdateFunctionConfiguration');
  const { latest } = record;
  if (input.RevisionId !== undefined && input.RevisionId !== latest.revisionId) throw staleRevision();
  checkRole(input.Role);
  const { clock, random, journal } = lambda.surroundings;
  const settings = checkSettings({
    ...latest,
    handler: input.Handler ?? latest.handler,
    runtime: input.Runtime ?? latest.runtime,
    role: input.Role ?? latest.role,
    description: input.Description ?? latest.description,
    timeoutSeconds: input.Timeout ?? latest.timeoutSeconds,
    memoryMb: input.MemorySize ?? latest.memoryMb,
    environment: input.Environment === undefined ? latest.environment : (input.Environment.Variables ?? {}),
    layers: input.Layers ?? latest.layers,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? latest.ephemeralStorageMb,
    logging: input.LoggingConfig ?? latest.logging,
    tracingMode: input.TracingConfig?.Mode ?? latest.tracingMode,
    deadLetterArn:
      input.DeadLetterConfig === undefined ? latest.deadLetterArn : input.DeadLetterConfig.TargetArn || undefined,
    lastModified: lambdaTime(clock.now()),
    revisionId: random.uuid(),
  });
  lambda.putFunction({ ...record, latest: settings });
  journal({ service: 'lambda', event: 'configuration-updated', resource: settings.functionArn });
  return configurationOutput(settings);
}

function checkRole(role: string | undefined): void {
  if (role === undefined || /^arn:aws[a-zA-Z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/.test(role)) return;
  throw invalidMember(
    'role',
    role,
    'satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
  );
}
