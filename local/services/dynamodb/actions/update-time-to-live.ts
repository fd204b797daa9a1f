import { Constraints, validation } from '../validation.ts';
import { requiredName, tableNotFound } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

export interface TimeToLiveSpecification {
  readonly AttributeName?: string;
  readonly Enabled?: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export function updateTimeToLive(
  db: DynamoDb,
  input: { readonly TableName?: string; readonly TimeToLiveSpecification?: TimeToLiveSpecification },
  call: Call,
): { readonly TimeToLiveSpecification: TimeToLiveSpecification } {
  const name = requiredName(input.TableName);
  const { AttributeName: attribute, Enabled: enabled } = input.TimeToLiveSpecification ?? {};
  new Constraints()
    .required(input.TimeToLiveSpecification, 'timeToLiveSpecification')
    .required(attribute, 'timeToLiveSpecification.attributeName')
    .length(attribute, 'timeToLiveSpecification.attributeName', 1, 255)
    .required(enabled, 'timeToLiveSpecification.enabled')
    .throwIfAny();
  db.authorize(call, 'UpdateTimeToLive', name);
  const record = db.findTable(name)?.record;
  if (record === undefined) throw tableNotFound(name);
  const current = record.timeToLive;
  if (enabled === true && current !== undefined) {
    throw validation(
      current === attribute
        ? 'TimeToLive is already enabled'
        : `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
    );
  }
  if (enabled === false && current === undefined) throw validation('TimeToLive is already disabled');
  if (enabled === false && current !== attribute) {
    throw validation(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  }
  db.configure({ ...record, timeToLive: enabled === true ? attribute : undefined });
  return { TimeToLiveSpecification: { AttributeName: attribute!, Enabled: enabled! } };
}
