import type { PutCompositeAlarmInput, PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';

/** The state an alarm is in, and since when; times in milliseconds since the epoch. */
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string;
  readonly updatedAt: number;
  readonly transitionedAt: number;
}

interface Common {
  readonly name: string;
  readonly arn: string;
  readonly configuredAt: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly state: AlarmState;
}

export interface MetricAlarmRecord extends Common {
  readonly kind: 'metric';
  readonly input: PutMetricAlarmInput;
}

export interface CompositeAlarmRecord extends Common {
  readonly kind: 'composite';
  readonly input: PutCompositeAlarmInput;
}

/** Plain JSON, replaced as a whole on every change. */
export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;
