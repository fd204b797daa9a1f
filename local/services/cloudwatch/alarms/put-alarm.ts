import { validationError } from '../errors.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { AlarmRecord, CompositeAlarmRecord, MetricAlarmRecord } from './alarm.ts';

type Given = Pick<MetricAlarmRecord, 'kind' | 'name' | 'input'> | Pick<CompositeAlarmRecord, 'kind' | 'name' | 'input'>;

/** @throws AwsError `ValidationError` */
export function checkAlarmName(name: string | undefined): string {
  if (name === undefined || name.length < 1 || name.length > 255) {
    throw validationError('AlarmName must be 1 to 255 characters');
  }
  return name;
}

/** Creates an alarm, or changes one and leaves it in the state it is in. */
export function putAlarm(cloudwatch: CloudWatch, given: Given): void {
  const { clock, journal } = cloudwatch.surroundings;
  const now = clock.now();
  const before = cloudwatch.store.alarms.get(given.name);
  if (before !== undefined && before.kind !== given.kind) {
    throw validationError(`The alarm ${given.name} exists and is of another type`);
  }
  const { Tags: tags = [] } = given.input;
  const alarm = {
    ...given,
    arn: cloudwatch.alarmArn(given.name),
    configuredAt: now,
    tags: before?.tags ?? Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!])),
    state: before?.state ?? {
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      updatedAt: now,
      transitionedAt: now,
    },
  } as AlarmRecord;
  cloudwatch.store.apply({ kind: 'alarm', alarm });
  const what = before === undefined ? 'created' : 'updated';
  const data = JSON.stringify({ version: '1.0', type: what === 'created' ? 'Create' : 'Update' });
  cloudwatch.transitions.remember(alarm, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${what}`, data);
  journal({ service: 'cloudwatch', event: `alarm-${what}`, resource: alarm.arn, alarmName: alarm.name });
  cloudwatch.evaluator.composites();
}
