import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from './alarm.ts';

/** A metric alarm as DescribeAlarms shows it. */
export function metricAlarm(alarm: MetricAlarmRecord): MetricAlarm {
  const { Tags: _, ...input } = alarm.input;
  return { ...input, ...common(alarm), ...(input.Metrics === undefined && { Dimensions: input.Dimensions ?? [] }) };
}

/** A composite alarm as DescribeAlarms shows it. */
export function compositeAlarm(alarm: CompositeAlarmRecord): CompositeAlarm {
  const { Tags: _, ...input } = alarm.input;
  return { ...input, ...common(alarm) };
}

function common({ arn, configuredAt, input, state }: AlarmRecord) {
  return {
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.transitionedAt),
  };
}
