import { violation, type TemplateRule } from '../../../lib/doctor/rule.ts';
import { consumptions, queue, retentionOf, type MappingProperties } from '../../../lib/doctor/shapes.ts';
import { list, ofType, target, type Template } from '../../../lib/doctor/template.ts';

function retentions(template: Template, sourceId: string): number {
  const source = queue(template, sourceId)!;
  const deadLetters = queue(template, target(source.properties.RedrivePolicy?.deadLetterTargetArn));
  return retentionOf(source) + (deadLetters === undefined ? 0 : retentionOf(deadLetters));
}

export const consumerRules: readonly TemplateRule[] = [
  {
    number: 13,
    title: 'only what failed is retried, from queues and streams',
    violations: (template) =>
      ofType<MappingProperties>(template, 'AWS::Lambda::EventSourceMapping')
        .filter(({ properties }) => !list(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'))
        .map(({ id }) => violation(id, 'retries the whole batch')),
  },
  {
    number: 28,
    title: 'idempotency records outlive queue and dead-letter queue together',
    violations: (template) =>
      consumptions(template).flatMap(({ consumer, source }) => {
        const variables = consumer.properties.Environment?.Variables ?? {};
        if (variables['IDEMPOTENCY_TABLE'] === undefined) return [];
        const lasts = Number(variables['IDEMPOTENCY_SECONDS']);
        return lasts > retentions(template, source.id) ? [] : [violation(consumer.id, `forgets after ${lasts} s`)];
      }),
  },
  {
    number: 62,
    title: 'a window delays messages only where it makes batches of more than ten',
    violations: (template) =>
      consumptions(template)
        .filter(
          ({ mapping: { properties } }) =>
            (properties.MaximumBatchingWindowInSeconds ?? 0) > 0 && (properties.BatchSize ?? 10) <= 10,
        )
        .map(({ id }) => violation(id, 'waits for nothing')),
  },
];
