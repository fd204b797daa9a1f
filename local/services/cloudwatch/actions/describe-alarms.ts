import { compositeAlarm, metricAlarm } from '../alarms/described.ts';
import { parseRule } from '../alarms/rule.ts';
import { invalidCombination } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { AlarmRecord } from '../alarms/alarm.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';

const PAGE_SIZE = 50;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export function describeAlarms(cloudwatch: CloudWatch, input: DescribeAlarmsInput, call: Call): DescribeAlarmsOutput {
  call.authorize({ action: 'cloudwatch:DescribeAlarms', resource: cloudwatch.alarmArn('*') });
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
    throw invalidCombination('You cannot specify both AlarmNames and AlarmNamePrefix.');
  }
  const sorted = [...cloudwatch.store.alarms.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const family = familyOf(cloudwatch, input);
  const found = sorted.filter((alarm) => matches(alarm, input, family));
  const { items, nextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? PAGE_SIZE);
  return {
    MetricAlarms: items.filter((alarm) => alarm.kind === 'metric').map(metricAlarm),
    CompositeAlarms: items.filter((alarm) => alarm.kind === 'composite').map(compositeAlarm),
    NextToken: nextToken,
  };
}

/** Without `AlarmTypes` only metric alarms are shown, as on AWS, unless alarms are named or asked for by family. */
function matches(alarm: AlarmRecord, input: DescribeAlarmsInput, family: ReadonlySet<string> | undefined): boolean {
  const {
    AlarmNames: names,
    AlarmNamePrefix: prefix,
    AlarmTypes: types,
    StateValue: state,
    ActionPrefix: action,
  } = input;
  if (names !== undefined && !names.includes(alarm.name)) return false;
  if (prefix !== undefined && !alarm.name.startsWith(prefix)) return false;
  if (family !== undefined && !family.has(alarm.name)) return false;
  if (state !== undefined && alarm.state.value !== state) return false;
  if (action !== undefined && !(alarm.input.AlarmActions ?? []).some((each) => each.startsWith(action))) return false;
  if (types !== undefined) return types.includes(alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm');
  return alarm.kind === 'metric' || family !== undefined;
}

function familyOf(cloudwatch: CloudWatch, input: DescribeAlarmsInput): ReadonlySet<string> | undefined {
  const { alarms } = cloudwatch.store;
  if (input.ChildrenOfAlarmName !== undefined) return new Set(childrenOf(alarms.get(input.ChildrenOfAlarmName)));
  const child = input.ParentsOfAlarmName;
  if (child === undefined) return undefined;
  return new Set([...alarms.values()].filter((alarm) => childrenOf(alarm).includes(child)).map(({ name }) => name));
}

function childrenOf(alarm: AlarmRecord | undefined): readonly string[] {
  return alarm?.kind === 'composite' ? parseRule(alarm.input.AlarmRule!).children : [];
}
