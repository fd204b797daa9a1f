import { describeBackups } from '../continuous-backups.ts';
import { Constraints, validation } from '../validation.ts';
import { requiredName } from './checks.ts';
import { backedUpTable } from './describe-continuous-backups.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

export interface PointInTimeRecoverySpecification {
  readonly PointInTimeRecoveryEnabled?: boolean;
  readonly RecoveryPeriodInDays?: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export function updateContinuousBackups(
  db: DynamoDb,
  input: { readonly TableName?: string; readonly PointInTimeRecoverySpecification?: PointInTimeRecoverySpecification },
  call: Call,
): { readonly ContinuousBackupsDescription: Readonly<Record<string, unknown>> } {
  const name = requiredName(input.TableName);
  const specification = input.PointInTimeRecoverySpecification;
  const at = 'pointInTimeRecoverySpecification';
  new Constraints()
    .required(specification, at)
    .required(specification?.PointInTimeRecoveryEnabled, `${at}.pointInTimeRecoveryEnabled`)
    .atLeast(specification?.RecoveryPeriodInDays, `${at}.recoveryPeriodInDays`, 1)
    .atMost(specification?.RecoveryPeriodInDays, `${at}.recoveryPeriodInDays`, 35)
    .throwIfAny();
  if (specification!.PointInTimeRecoveryEnabled === false && specification!.RecoveryPeriodInDays !== undefined) {
    throw validation('Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.');
  }
  db.authorize(call, 'UpdateContinuousBackups', name);
  const { record } = backedUpTable(db, name);
  const now = db.surroundings.clock.now();
  const recovery =
    specification!.PointInTimeRecoveryEnabled === true
      ? { since: record.recovery?.since ?? now, days: specification!.RecoveryPeriodInDays ?? 35 }
      : undefined;
  const table = db.configure({ ...record, recovery });
  return { ContinuousBackupsDescription: describeBackups(table.record, now) };
}
