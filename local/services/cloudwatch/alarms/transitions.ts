import { notice } from './notice.ts';
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Surroundings } from '../../service.ts';
import type { CloudWatchPorts } from '../ports.ts';
import type { CloudWatchStore } from '../store.ts';
import type { AlarmRecord } from './alarm.ts';

export interface Why {
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string;
}

/** Moves alarms from state to state: writes it down, keeps the history, and tells whoever the alarm is to tell. */
export class Transitions {
  readonly #surroundings: Surroundings;
  readonly #store: CloudWatchStore;
  readonly #ports: CloudWatchPorts;

  constructor(surroundings: Surroundings, store: CloudWatchStore, ports: CloudWatchPorts) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.#ports = ports;
  }

  move(alarm: AlarmRecord, value: StateValue, why: Why): void {
    const before = alarm.state;
    const now = this.#surroundings.clock.now();
    const transitionedAt = value === before.value ? before.transitionedAt : now;
    const moved: AlarmRecord = { ...alarm, state: { value, ...why, updatedAt: now, transitionedAt } };
    this.#store.apply({ kind: 'alarm', alarm: moved });
    this.remember(
      moved,
      'StateUpdate',
      `Alarm updated from ${before.value} to ${value}`,
      JSON.stringify({
        version: '1.0',
        oldState: { stateValue: before.value, stateReason: before.reason },
        newState: { stateValue: value, stateReason: why.reason },
      }),
    );
    if (value === before.value) return;
    this.#surroundings.journal({
      service: 'cloudwatch',
      event: 'alarm-changed',
      resource: alarm.arn,
      alarmName: alarm.name,
      from: before.value,
      to: value,
      reason: why.reason,
    });
    if (alarm.input.ActionsEnabled ?? true) this.#act(moved, before);
  }

  /** Adds to what DescribeAlarmHistory shows. */
  remember(
    alarm: AlarmRecord,
    type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action',
    summary: string,
    data: string,
  ): void {
    this.#store.apply({
      kind: 'history',
      item: {
        AlarmName: alarm.name,
        AlarmType: alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
        at: this.#surroundings.clock.now(),
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      },
    });
  }

  #act(alarm: AlarmRecord, before: AlarmRecord['state']): void {
    const { subject, message } = notice(alarm, before, this.#surroundings);
    for (const action of actionsOf(alarm)) {
      if (!/^arn:[^:]+:sns:/.test(action)) {
        this.#acted(alarm, action, 'action-not-simulated', 'only topics are told of alarms here');
        continue;
      }
      try {
        Promise.resolve(this.#ports.publish(action, subject, message, alarm.arn)).then(
          () => this.#acted(alarm, action, 'action-taken'),
          (error: unknown) => this.#acted(alarm, action, 'action-failed', String(error)),
        );
      } catch (error) {
        this.#acted(alarm, action, 'action-failed', String(error));
      }
    }
  }

  #acted(alarm: AlarmRecord, action: string, event: string, error?: string): void {
    const outcome = error === undefined ? 'Successfully executed' : 'Failed to execute';
    this.remember(
      alarm,
      'Action',
      `${outcome} action ${action}`,
      JSON.stringify({
        actionState: error === undefined ? 'Succeeded' : 'Failed',
        notificationResource: action,
        stateUpdateTimestamp: alarm.state.updatedAt,
        error: error ?? null,
      }),
    );
    this.#surroundings.journal({
      service: 'cloudwatch',
      event,
      resource: alarm.arn,
      alarmName: alarm.name,
      action,
      ...(error !== undefined && { reason: error }),
    });
  }
}

function actionsOf({ state, input }: AlarmRecord): readonly string[] {
  if (state.value === 'ALARM') return input.AlarmActions ?? [];
  return (state.value === 'OK' ? input.OKActions : input.InsufficientDataActions) ?? [];
}
