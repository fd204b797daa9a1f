import { violation, type TemplateRule, type Violation } from '../../../lib/doctor/rule.ts';
import {
  consumerDeadLetterQueues,
  subscriptionDeadLetterQueues,
  type AlarmProperties,
  type FunctionProperties,
} from '../../../lib/doctor/shapes.ts';
import { list, mentions, ofType, target, type Template } from '../../../lib/doctor/template.ts';

const alarms = (template: Template) => ofType<AlarmProperties>(template, 'AWS::CloudWatch::Alarm');

const watches = ({ Dimensions }: AlarmProperties, queueId: string): boolean =>
  list(Dimensions).some(({ Name, Value }) => Name === 'QueueName' && target(Value) === queueId);

/** Rings within a minute of the first message. */
const ringsAtOnce = (alarm: AlarmProperties): boolean =>
  alarm.MetricName === 'ApproximateNumberOfMessagesVisible' &&
  alarm.Statistic === 'Maximum' &&
  alarm.Period === 60 &&
  alarm.EvaluationPeriods === 1 &&
  alarm.Threshold === 1 &&
  alarm.ComparisonOperator === 'GreaterThanOrEqualToThreshold' &&
  alarm.TreatMissingData === 'notBreaching' &&
  list(alarm.AlarmActions).length > 0;

/** Which attribute each table must expire by, by the variable through which functions know the table. */
const expiryAttributes: Readonly<Record<string, string>> = {
  IDEMPOTENCY_TABLE: 'expiration',
  FAILURE_TABLE: 'expiresAt',
  OUTBOX_TABLE: 'expiresAt',
  REPLY_TABLE: 'expiresAt',
};

function expiresWrongly(template: Template): Violation[] {
  const variables = ofType<FunctionProperties>(template, 'AWS::Lambda::Function').flatMap(({ properties }) =>
    Object.entries(properties.Environment?.Variables ?? {}),
  );
  const tables = ofType<{ TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean } }>(
    template,
    'AWS::DynamoDB::Table',
  );
  return Object.entries(expiryAttributes).flatMap(([variable, attribute]) => {
    const ids = new Set(variables.filter(([name]) => name === variable).map(([, value]) => target(value)));
    return tables
      .filter(({ id }) => ids.has(id))
      .filter(({ properties: { TimeToLiveSpecification: spec } }) => !spec?.Enabled || spec.AttributeName !== attribute)
      .map(({ id }) => violation(id, `does not expire by ${attribute}`));
  });
}

/** Logical ids on a circle of references, which CloudFormation refuses. */
function circles(template: Template): Violation[] {
  const finished = new Set<string>();
  const path: string[] = [];
  const found: Violation[] = [];
  const visit = (id: string): void => {
    const resource = template.Resources[id];
    if (resource === undefined || finished.has(id)) return;
    if (path.includes(id)) {
      found.push(violation(id, `depends on itself by way of ${path.slice(path.indexOf(id) + 1).join(', ')}`));
      return;
    }
    path.push(id);
    for (const next of [...mentions(resource.Properties), ...list(resource.DependsOn)]) visit(next);
    path.pop();
    finished.add(id);
  };
  for (const id of Object.keys(template.Resources)) visit(id);
  return found;
}

const keepers = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket'];

export const operationRules: readonly TemplateRule[] = [
  { number: 12, title: 'no resource depends on itself', violations: circles },
  {
    number: 33,
    title: 'tables that forget do so by the attribute that is written',
    violations: expiresWrongly,
  },
  {
    number: 48,
    title: 'every dead-letter queue rings within a minute of its first message',
    violations: (template) =>
      [...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)]
        .filter((id) => !alarms(template).some(({ properties }) => watches(properties, id) && ringsAtOnce(properties)))
        .map((id) => violation(id, 'fills unseen')),
  },
  {
    number: 51,
    title: 'every function writes to a log group with a retention',
    violations: (template) => {
      const kept = ofType<{ RetentionInDays?: number }>(template, 'AWS::Logs::LogGroup')
        .filter(({ properties }) => properties.RetentionInDays !== undefined)
        .map(({ id }) => id);
      return ofType<FunctionProperties>(template, 'AWS::Lambda::Function')
        .filter(({ properties }) => !kept.includes(target(properties.LoggingConfig?.LogGroup) ?? ''))
        .map(({ id }) => violation(id, 'logs forever'));
    },
  },
  {
    number: 63,
    title: 'whatever holds data says what becomes of it, all of it the same',
    violations: (template) => {
      const holders = keepers.flatMap((type) => ofType(template, type));
      const policies = new Set(holders.map(({ resource }) => resource.DeletionPolicy));
      const undecided = holders.filter(({ resource }) => resource.DeletionPolicy === undefined);
      if (policies.size > 1 && undecided.length === 0)
        return [violation(holders[0]!.id, `and others differ in deletion policy: ${[...policies].join(', ')}`)];
      return undecided.map(({ id }) => violation(id, 'has no deletion policy'));
    },
  },
];
