import { violation, type DoctorRule } from '../rule.ts';
import { bucketConsumers } from '../deliveries.ts';
import { statementsOfRole } from '../policies.ts';
import { list, mentions, ofType, target } from '../template.ts';

/** Where messages enter from outside queues and topics: HTTP and object storage. */
export const edgeRules: readonly DoctorRule[] = [
  {
    id: 'bucket-does-not-feed-itself',
    number: 42,
    severity: 'error',
    title: 'no function writes to a bucket that notifies it of every object',
    consequence: 'Each object it writes sets it off again: a loop that ends on the bill.',
    fix: 'Write to another bucket, or filter notifications by a prefix that is never written to.',
    source:
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html',
    violations: (template) =>
      bucketConsumers(template)
        .filter(({ prefixed }) => !prefixed)
        .filter(({ bucket, consumer }) =>
          statementsOfRole(template, target(consumer.properties.Role)).some(
            ({ Effect, Action, Resource }) =>
              Effect === 'Allow' &&
              list(Action).some((action) => /^(s3:)?(PutObject\*?|Put\*|\*)$/.test(action)) &&
              mentions(Resource).includes(bucket),
          ),
        )
        .map(({ bucket, consumer }) => violation(consumer.id, `writes to ${bucket}, whose every object sets it off`)),
  },
  {
    id: 'api-sends-whole-body',
    number: 53,
    severity: 'error',
    title: 'an API that feeds a queue maps the whole body',
    consequence: 'Bodies without a field MessageBody are refused, though the route looks as if it took any.',
    fix: 'Map MessageBody to $request.body.',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html',
    violations: (template) =>
      ofType<{ IntegrationSubtype?: string; RequestParameters?: Record<string, unknown> }>(
        template,
        'AWS::ApiGatewayV2::Integration',
      )
        .filter(({ properties }) => properties.IntegrationSubtype === 'SQS-SendMessage')
        .filter(({ properties }) => properties.RequestParameters?.['MessageBody'] !== '$request.body')
        .map(({ id }) => violation(id, 'sends a part of the body that may not be there')),
  },
];
