import { AwsError } from '../../aws-error.ts';
import { mappedFunction } from '../mappings/mapped-function.ts';
import { mappingOutput } from '../mappings/mapping-output.ts';
import { sourceKind, withSettings } from '../mappings/mapping-settings.ts';
import { checkPosition } from '../mappings/starting-position.ts';
import { required } from '../required.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
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
  const mapping = newMapping(lambda, input, lambda.surroundings.random.uuid());
  refuseSecond(lambda, mapping);
  return lambda.mappings.create(withSettings(lambda, mapping, input), input.Enabled ?? true, settled);
}

/** A mapping with the settings of its kind that nobody gave. */
function newMapping(lambda: Lambda, input: CreateEventSourceMappingRequest, uuid: string): MappingRecord {
  const kind = sourceKind(input.EventSourceArn);
  const eventSourceArn = input.EventSourceArn!;
  const target = mappedFunction(lambda, required('functionName', input.FunctionName));
  checkPosition(kind, eventSourceArn, input);
  if (kind === 'stream' && lambda.streams?.exists(eventSourceArn) !== true) {
    throw new AwsError('InvalidParameterValueException', `Stream not found: ${eventSourceArn}`);
  }
  const position = input.StartingPosition;
  return {
    uuid,
    eventSourceArn,
    kind,
    functionName: target.settings.functionName,
    qualifier: target.qualifier === '$LATEST' ? undefined : target.qualifier,
    functionArn: target.invokedArn,
    state: 'Creating',
    stateTransitionReason: kind === 'queue' ? 'USER_INITIATED' : 'User action',
    lastModified: lambda.surroundings.clock.now(),
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
}

/** Adds a mapping as a template describes it; one that an earlier run left keeps its id and its place in the source. */
export function deployMapping(lambda: Lambda, input: CreateEventSourceMappingRequest): MappingRecord {
  const target = lambda.resolve(required('functionName', input.FunctionName));
  for (const other of lambda.store.mappings.values()) {
    if (other.eventSourceArn !== input.EventSourceArn || other.functionArn !== target.invokedArn) continue;
    const { uuid } = other;
    const fresh = newMapping(lambda, input, uuid);
    return lambda.mappings.create(withSettings(lambda, fresh, input), input.Enabled ?? true, true);
  }
  return addMapping(lambda, input, true);
}

/** One source feeds one function through one mapping. */
function refuseSecond(lambda: Lambda, { eventSourceArn, functionArn, functionName }: MappingRecord): void {
  for (const other of lambda.store.mappings.values()) {
    if (other.eventSourceArn !== eventSourceArn || other.functionArn !== functionArn) continue;
    throw new AwsError(
      'ResourceConflictException',
      other.kind === 'queue'
        ? `An event source mapping with SQS arn (" ${eventSourceArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${other.uuid}`
        : `The event source arn (" ${eventSourceArn} ") and function (" ${functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${other.uuid}`,
      { status: 409, fields: { Type: 'User' } },
    );
  }
}
