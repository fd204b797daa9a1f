import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { HistoryRecord } from '../store.ts';
import type { DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput } from '@aws-sdk/client-cloudwatch';

const PAGE_SIZE = 100;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export function describeAlarmHistory(
  cloudwatch: CloudWatch,
  input: DescribeAlarmHistoryInput,
  call: Call,
): DescribeAlarmHistoryOutput {
  call.authorize({
    action: 'cloudwatch:DescribeAlarmHistory',
    resource: cloudwatch.alarmArn(input.AlarmName ?? '*'),
  });
  const found = cloudwatch.store.history.filter((item) => matches(item, input));
  if (input.ScanBy !== 'TimestampAscending') found.reverse();
  const { items, nextToken } = pageOf(found, input.NextToken, input.MaxRecords ?? PAGE_SIZE);
  return {
    AlarmHistoryItems: items.map(({ at, ...item }) => ({ ...item, Timestamp: new Date(at) })),
    NextToken: nextToken,
  };
}

function matches(item: HistoryRecord, input: DescribeAlarmHistoryInput): boolean {
  const { AlarmName: name, AlarmTypes: types = ['MetricAlarm'], HistoryItemType: type } = input;
  if (name !== undefined && item.AlarmName !== name) return false;
  if (name === undefined && !types.includes(item.AlarmType!)) return false;
  if (type !== undefined && item.HistoryItemType !== type) return false;
  return item.at >= (input.StartDate?.getTime() ?? -Infinity) && item.at <= (input.EndDate?.getTime() ?? Infinity);
}
