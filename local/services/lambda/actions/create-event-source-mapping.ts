import { AwsError } from '../../aws-error.ts';
import { mappingOutput } from '../mappings/mapping-output.ts';
import { sourceKind, withSettings } from '../mappings/mapping-settings.ts';
import { required } from '../required.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { Target } from '../target.ts';
import type { MappingRecord } from '../mappings/mapping-record.ts';

export function createEventSourceMapping(
  lambda: Lambda,
  input: CreateEventSourceMappingRequest,
  call: Call,
): Record<string, unknown> {
  const functionName = required('functionName', input.FunctionName);
  call.authorize({
    action: 'lambda:CreateEventSourceMapping',
    resource: '*',
    conditions: { 'lambda:FunctionArn': functionName },
  });
  return mappingOutput(lambda, addMapping(lambda, input, false));
}

/** @param settled start polling at once, as after a deployment, which waits for its mappings */
export function addMapping(lambda: Lambda, input: CreateEventSourceMappingRequest, settled: boolean): MappingRecord {
  const { random, clock } = lambda.surroundings;
  const kind = sourceKind(input.EventSourceArn);
  const eventSourceArn = input.EventSourceArn!;
  const target = lambda.resolve(required('functionName', input.FunctionName));
  if (kind === 'stream' && lambda.streams?.exists(eventSourceArn) !== true) {
    throw new AwsError('InvalidParameterValueException', `Stream not found: ${eventSourceArn}`);
  }
  refuseSecond(lambda, eventSourceArn, target);
  const position = input.StartingPosition;
  if (kind === 'stream' && position === 'AT_TIMESTAMP') {
    throw new AwsError(
      'InvalidParameterValueException',
      `Unsupported starting position for arn type: ${eventSourceArn}`,
    );
  }
  const mapping: MappingRecord = {
    uuid: random.uuid(),
    eventSourceArn,
    kind,
    functionName: target.settings.functionName,
    qualifier: target.qualifier === '$LATEST' ? undefined : target.qualifier,
    functionArn: target.invokedArn,
    state: 'Creating',
    stateTransitionReason: 'USER_INITIATED',
    lastModified: clock.now(),
    lastProcessingResult: 'No records processed',
    batchSize: kind === 'queue' ? 10 : 100,
    windowSeconds: 0,
    reportBatchItemFailures: false,
    tags: input.Tags ?? {},
    startingPosition: kind === 'stream' ? (position as MappingRecord['startingPosition']) : undefined,
    parallelizationFactor: 1,
    bisectOnError: false,
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
  };
  return lambda.mappings.create(withSettings(lambda, mapping, input), input.Enabled ?? true, settled);
}

/** One source feeds one function through one mapping. */
function refuseSecond(lambda: Lambda, eventSourceArn: string, target: Target): void {
  for (const other of lambda.store.mappings.values()) {
    if (other.eventSourceArn !== eventSourceArn || other.functionArn !== target.invokedArn) continue;
    throw new AwsError(
      'ResourceConflictException',
      `The event source arn (" ${eventSourceArn} ") and function (" ${target.settings.functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${other.uuid}`,
      { status: 409, fields: { Type: 'User' } },
    );
  }
}
