import type { StreamRecordOfTable, StreamViewType } from './store.ts';

/** A stream's label is the time it was made, to the millisecond: `2026-01-01T00:00:00.000`. */
export function newStream(tableArn: string, viewType: StreamViewType, now: number): StreamRecordOfTable {
  const label = new Date(now).toISOString().slice(0, -1);
  return { arn: `${tableArn}/stream/${label}`, label, viewType };
}
