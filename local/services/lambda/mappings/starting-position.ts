import { invalidMember, invalidParameter } from '../errors.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { MappingRecord } from './mapping-record.ts';

const POSITIONS: readonly string[] = ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON'];

/**
 * Streams are read from a position, queues are not, and DynamoDB's streams know no timestamps.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function checkPosition(
  kind: MappingRecord['kind'],
  eventSourceArn: string,
  { StartingPosition: position, StartingPositionTimestamp: timestamp }: CreateEventSourceMappingRequest,
): void {
  if (position !== undefined && !POSITIONS.includes(position)) {
    throw invalidMember('startingPosition', position, `satisfy enum value set: [${POSITIONS.join(', ')}]`);
  }
  if (kind === 'queue') {
    if (position !== undefined) throw invalidParameter('StartingPosition is not valid for SQS event sources.');
    return;
  }
  if (position === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (position === 'AT_TIMESTAMP')
    throw invalidParameter(`Unsupported starting position for arn type: ${eventSourceArn}`);
  if (timestamp !== undefined) throw invalidParameter('Timestamp only valid with StartingPosition AT_TIMESTAMP');
}
