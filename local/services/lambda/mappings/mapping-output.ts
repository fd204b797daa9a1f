import type { Lambda } from '../lambda.ts';
import type { MappingRecord } from './mapping-record.ts';

export function mappingArn(lambda: Lambda, uuid: string): string {
  const { region, accountId } = lambda.surroundings;
  return `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
}

/** A mapping as the API shows it, times as epoch seconds. */
export function mappingOutput(lambda: Lambda, mapping: MappingRecord): Record<string, unknown> {
  const stream = mapping.kind === 'stream' && {
    StartingPosition: mapping.startingPosition,
    ParallelizationFactor: mapping.parallelizationFactor,
    BisectBatchOnFunctionError: mapping.bisectOnError,
    MaximumRetryAttempts: mapping.maximumRetryAttempts,
    MaximumRecordAgeInSeconds: mapping.maximumRecordAgeSeconds,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: mapping.onFailureArn === undefined ? {} : { Destination: mapping.onFailureArn } },
  };
  const queue = mapping.kind === 'queue' &&
    mapping.maximumConcurrency !== undefined && {
      ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
    };
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mappingArn(lambda, mapping.uuid),
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: mapping.functionArn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    FunctionResponseTypes: mapping.reportBatchItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(mapping.filterCriteria !== undefined && { FilterCriteria: mapping.filterCriteria }),
    ...(mapping.metrics !== undefined && { MetricsConfig: { Metrics: mapping.metrics } }),
    ...queue,
    ...stream,
    State: mapping.state,
    StateTransitionReason: mapping.stateTransitionReason,
    LastModified: mapping.lastModified / 1000,
    LastProcessingResult: mapping.lastProcessingResult,
  };
}
