import type { TableRecord } from './store.ts';

/** As `ContinuousBackupsDescription` on the wire; `now` in milliseconds. */
export function describeBackups({ recovery }: TableRecord, now: number): Readonly<Record<string, unknown>> {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      recovery === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recovery.days,
            EarliestRestorableDateTime: Math.max(recovery.since, now - recovery.days * 86_400_000) / 1000,
            LatestRestorableDateTime: now / 1000,
          },
  };
}
