import { violation, type DoctorRule } from '../rule.ts';
import {
  consumerDeadLetterQueues,
  consumptions,
  queue,
  subscriptionDeadLetterQueues,
  type AlarmProperties,
} from '../shapes.ts';
import { list, ofType, target, type Template } from '../template.ts';

/** The single-metric form of an alarm and the metrics of its math form, as one list. */
function watched({ properties }: { readonly properties: AlarmProperties }): AlarmProperties[] {
  return [properties, ...list(properties.Metrics).map(({ MetricStat }) => ({ ...properties, ...MetricStat?.Metric }))];
}

const watches = ({ Dimensions }: AlarmProperties, queueId: string): boolean =>
  list(Dimensions).some(({ Name, Value }) => Name === 'QueueName' && target(Value) === queueId);

function alarmsOn(template: Template, queueId: string): AlarmProperties[] {
  return ofType<AlarmProperties>(template, 'AWS::CloudWatch::Alarm')
    .flatMap(watched)
    .filter((alarm) => watches(alarm, queueId) && list(alarm.AlarmActions).length > 0);
}

export const alarmRules: readonly DoctorRule[] = [
  {
    id: 'dead-letters-ring',
    number: 48,
    severity: 'warning',
    title: 'every dead-letter queue has an alarm that rings at its first message',
    consequence:
      'Messages are set aside and nobody knows until they expire. NumberOfMessagesSent does not count what SQS moves.',
    fix: 'Alarm on ApproximateNumberOfMessagesVisible >= 1 with an action, missing data not breaching.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
    violations: (template) =>
      [...new Set([...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)])]
        .filter((id) => queue(template, id) !== undefined)
        .filter(
          (id) => !alarmsOn(template, id).some((alarm) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible'),
        )
        .map((id) => violation(id, 'fills unseen')),
  },
  {
    id: 'lag-rings',
    number: 50,
    severity: 'warning',
    title: 'every queue has an alarm on the age of its oldest message',
    consequence: 'A consumer that has stopped, or cannot keep up, is noticed by its users first.',
    fix: 'Alarm on ApproximateAgeOfOldestMessage against what the queue promises.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    violations: (template) =>
      [...new Set(consumptions(template).map(({ source }) => source.id))]
        .filter((id) => !alarmsOn(template, id).some((alarm) => alarm.MetricName === 'ApproximateAgeOfOldestMessage'))
        .map((id) => violation(id, 'lags unseen')),
  },
];
