import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { breakerTransitions, type BreakerEventType } from '../../contracts/breaker.ts';
import { newRow, type BreakerRow } from '../messaging/breaker/row.ts';
import { count } from '../messaging/log.ts';

/** The counter of each transition, which its alarm watches. */
const counters: Readonly<Record<BreakerEventType, string>> = {
  'breaker.opened': 'BreakerOpened',
  'breaker.half-opened': 'BreakerHalfOpened',
  'breaker.reopened': 'BreakerReopened',
  'breaker.closed': 'BreakerClosed',
};

/** Counts the transitions among the changes of a breaker's row; a batch that is read again counts again. */
export function countTransitions(records: readonly DynamoDBRecord[]): void {
  for (const { dynamodb } of records) {
    const [before, after] = [rowOf(dynamodb?.OldImage), rowOf(dynamodb?.NewImage)];
    const transition = breakerTransitions.find(({ from, to }) => from === before.state && to === after.state);
    if (transition !== undefined) count(counters[transition.event]);
  }
}

function rowOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): BreakerRow {
  return image === undefined ? newRow('') : (unmarshall(image as Record<string, AttributeValue>) as BreakerRow);
}
