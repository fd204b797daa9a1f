import { AwsError, NotSimulated } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { compileFilters } from './filter-pattern.ts';
import { inRange } from '../required.ts';
import type { CreateEventSourceMappingRequest, FilterCriteria } from '@aws-sdk/client-lambda';
import type { Lambda } from '../lambda.ts';
import type { MappingRecord } from './mapping-record.ts';

type Kind = MappingRecord['kind'];
/** Settings that both creating and updating a mapping take. */
export type MappingSettings = Omit<CreateEventSourceMappingRequest, 'FunctionName'> & {
  FunctionName?: string | undefined;
};

export function sourceKind(arn: string | undefined): Kind {
  if (/^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/.test(arn ?? '')) return 'queue';
  if (/^arn:aws[\w-]*:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+\/stream\/.+$/.test(arn ?? '')) return 'stream';
  const service = /^arn:aws[\w-]*:([\w-]+):/.exec(arn ?? '')?.[1];
  if (service !== undefined && ['kinesis', 'kafka', 'mq', 'rds'].includes(service)) {
    throw new NotSimulated(`An event source of ${service}`);
  }
  throw invalidParameter('Unrecognized event source.');
}

/** Refuses by name what mappings have on AWS and not here. */
export function refuseUnsimulated(input: MappingSettings): void {
  if ((input.TumblingWindowInSeconds ?? 0) > 0)
    throw new NotSimulated('TumblingWindowInSeconds of an event source mapping');
  if (input.ProvisionedPollerConfig !== undefined) {
    throw new NotSimulated('ProvisionedPollerConfig of an event source mapping');
  }
  for (const name of [
    'SelfManagedEventSource',
    'AmazonManagedKafkaEventSourceConfig',
    'DocumentDBEventSourceConfig',
  ] as const) {
    if (input[name] !== undefined) throw new NotSimulated(`${name} of an event source mapping`);
  }
}

/**
 * Lays changed settings over a mapping and checks the whole.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function withSettings(lambda: Lambda, mapping: MappingRecord, input: MappingSettings): MappingRecord {
  refuseUnsimulated(input);
  checkResponseTypes(input.FunctionResponseTypes);
  const changed: MappingRecord = {
    ...mapping,
    batchSize: inRange('batchSize', input.BatchSize, 1, 10_000) ?? mapping.batchSize,
    windowSeconds:
      inRange('maximumBatchingWindowInSeconds', input.MaximumBatchingWindowInSeconds, 0, 300) ?? mapping.windowSeconds,
    reportBatchItemFailures:
      input.FunctionResponseTypes?.includes('ReportBatchItemFailures') ??
      (input.FunctionResponseTypes === undefined && mapping.reportBatchItemFailures),
    filterCriteria: input.FilterCriteria === undefined ? mapping.filterCriteria : anyFilters(input.FilterCriteria),
    metrics: input.MetricsConfig === undefined ? mapping.metrics : input.MetricsConfig.Metrics,
    maximumConcurrency:
      input.ScalingConfig === undefined
        ? mapping.maximumConcurrency
        : inRange('scalingConfig.maximumConcurrency', input.ScalingConfig.MaximumConcurrency, 2, 1000),
    parallelizationFactor:
      inRange('parallelizationFactor', input.ParallelizationFactor, 1, 10) ?? mapping.parallelizationFactor,
    bisectOnError: input.BisectBatchOnFunctionError ?? mapping.bisectOnError,
    maximumRetryAttempts:
      inRange('maximumRetryAttempts', input.MaximumRetryAttempts, -1, 10_000) ?? mapping.maximumRetryAttempts,
    maximumRecordAgeSeconds:
      inRange('maximumRecordAgeInSeconds', input.MaximumRecordAgeInSeconds, -1, 604_800) ??
      mapping.maximumRecordAgeSeconds,
    onFailureArn:
      input.DestinationConfig === undefined ? mapping.onFailureArn : input.DestinationConfig.OnFailure?.Destination,
  };
  if (mapping.kind === 'queue') checkQueue(lambda, changed, input);
  else checkStream(changed, input);
  compileFilters(changed.filterCriteria);
  return changed;
}

/** No filters take those of before away. */
function anyFilters(criteria: FilterCriteria): FilterCriteria | undefined {
  return (criteria.Filters ?? []).length === 0 ? undefined : criteria;
}

function checkResponseTypes(types: readonly string[] | undefined): void {
  if (types === undefined || types.every((type) => type === 'ReportBatchItemFailures')) return;
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '[${types.join(', ')}]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures], Member must not be null]`,
  );
}

const STREAM_ONLY = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
] as const;

function checkQueue(lambda: Lambda, mapping: MappingRecord, input: MappingSettings): void {
  const foreign = STREAM_ONLY.find((name) => input[name] !== undefined);
  if (foreign !== undefined) throw invalidParameter(`${foreign} is not supported for SQS event source mappings.`);
  if (mapping.onFailureArn !== undefined)
    throw invalidParameter('DestinationConfig is not supported for SQS event source mappings.');
  const queue = lambda.queues?.describe(mapping.eventSourceArn);
  if (queue === undefined) {
    throw invalidParameter(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    );
  }
  if (queue.fifo && mapping.batchSize > 10) {
    throw invalidParameter('Batch size must be between 1 and 10 for an SQS FIFO event source mapping.');
  }
  if (queue.fifo && mapping.windowSeconds > 0) {
    throw invalidParameter('Batching window is not supported for FIFO queues.');
  }
  if (mapping.batchSize > 10 && mapping.windowSeconds === 0) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  const { timeoutSeconds } = lambda.resolve(mapping.functionName, mapping.qualifier).settings;
  if (queue.visibilityTimeoutSeconds < timeoutSeconds) {
    throw invalidParameter(
      `Queue visibility timeout: ${queue.visibilityTimeoutSeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
  }
}

function checkStream(mapping: MappingRecord, input: MappingSettings): void {
  if (input.ScalingConfig !== undefined)
    throw invalidParameter('ScalingConfig is supported for SQS event source mappings only.');
  const age = mapping.maximumRecordAgeSeconds;
  if (age !== -1 && age < 60) throw invalidParameter('MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.');
}
