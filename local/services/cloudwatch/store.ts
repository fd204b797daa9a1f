import type { AlarmRecord } from './alarms/alarm.ts';
import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';

export interface DashboardRecord {
  readonly name: string;
  /** JSON. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** History with its time in milliseconds since the epoch. */
export type HistoryRecord = Omit<AlarmHistoryItem, 'Timestamp'> & { readonly at: number };

/** One change of state, plain JSON. Measurements are not among them: a restart starts with empty metrics. */
export type CloudWatchChange =
  | { readonly kind: 'alarm'; readonly alarm: AlarmRecord }
  | { readonly kind: 'alarm-deleted'; readonly name: string }
  | { readonly kind: 'history'; readonly item: HistoryRecord }
  | { readonly kind: 'dashboard'; readonly dashboard: DashboardRecord }
  | { readonly kind: 'dashboard-deleted'; readonly name: string };

/** History items kept; the oldest are forgotten first. */
const MOST_HISTORY = 10_000;

/** Alarms, their history and dashboards, changed only here. */
export class CloudWatchStore {
  /** Told of every change, for a write-ahead log. */
  onChange: ((change: CloudWatchChange) => void) | undefined;
  readonly alarms = new Map<string, AlarmRecord>();
  readonly dashboards = new Map<string, DashboardRecord>();
  /** Oldest first. */
  readonly history: HistoryRecord[] = [];

  apply(change: CloudWatchChange): void {
    this.restore(change);
    this.onChange?.(change);
  }

  /** Changes that, restored into a new store, make this one again. */
  *snapshot(): Generator<CloudWatchChange> {
    for (const alarm of this.alarms.values()) yield { kind: 'alarm', alarm };
    for (const item of this.history) yield { kind: 'history', item };
    for (const dashboard of this.dashboards.values()) yield { kind: 'dashboard', dashboard };
  }

  /** Replays a change from a log. */
  restore(change: CloudWatchChange): void {
    switch (change.kind) {
      case 'alarm':
        this.alarms.set(change.alarm.name, change.alarm);
        return;
      case 'alarm-deleted':
        this.alarms.delete(change.name);
        return;
      case 'history':
        this.history.push(change.item);
        if (this.history.length > 2 * MOST_HISTORY) this.history.splice(0, MOST_HISTORY);
        return;
      case 'dashboard':
        this.dashboards.set(change.dashboard.name, change.dashboard);
        return;
      case 'dashboard-deleted':
        this.dashboards.delete(change.name);
    }
  }
}
