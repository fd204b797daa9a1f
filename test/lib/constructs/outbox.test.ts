import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { EventTopic } from '../../../lib/constructs/event-topic.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { Outbox } from '../../../lib/constructs/outbox.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made() {
  const stack = smallStack();
  const queue = new WorkQueue(stack, 'Work').queue;
  const outbox = new Outbox(stack, 'Outbox', { destinations: { work: queue } });
  return { stack, outbox, queue };
}

const allowed = (stack: ReturnType<typeof smallStack>, role: string): string =>
  JSON.stringify(
    Object.entries(templateOf(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(role)),
  );

describe('Outbox', () => {
  test('rows are kept by aggregate and sequence, expire, and are streamed as written', () => {
    templateOf(made().stack).hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'aggregateId', KeyType: 'HASH' },
        { AttributeName: 'sequence', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('rows that were not sent are found by age in an index of their own', () => {
    templateOf(made().stack).hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        Match.objectLike({
          IndexName: 'unsent',
          KeySchema: [
            { AttributeName: 'unsentShard', KeyType: 'HASH' },
            { AttributeName: 'createdAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        }),
      ],
    });
  });

  test('the relay starts with the first row, sees inserts alone, and gives a bad row up for the others', () => {
    templateOf(made().stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: Match.absent(),
    });
  });

  test('a sweeper runs every minute', () => {
    templateOf(made().stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OutboxSweeperFunction'), 'Arn'] } },
    });
  });

  test('relay and sweeper know and may reach every destination, also those added later', () => {
    const { stack, outbox } = made();
    outbox.deliverTo('events', new EventTopic(stack, 'Events').topic);
    const template = templateOf(stack);
    for (const sender of ['Relay', 'Sweeper']) {
      const [fn] = Object.entries(template.findResources('AWS::Lambda::Function'))
        .filter(([id]) => id.startsWith(`Outbox${sender}`))
        .map(([, found]) => found);
      const variables = (fn!['Properties'] as { Environment: { Variables: Record<string, unknown> } }).Environment
        .Variables;
      const [, parts] = (variables['OUTBOX_DESTINATIONS'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
      const text = parts.map((part) => (typeof part === 'string' ? part : 'address')).join('');
      expect(JSON.parse(text)).toEqual({ work: 'address', events: 'address' });
      expect(allowed(stack, `Outbox${sender}`)).toMatch(/sqs:SendMessage.*sns:Publish/);
    }
  });

  test('a connected function may put rows and nothing more; one that only reads is told where they are', () => {
    const { stack, outbox } = made();
    outbox.connect(new NodeFunction(stack, 'Writer', { entry: entries.parallel }));
    outbox.connect(new NodeFunction(stack, 'Reader', { entry: entries.parallel }), 'read');
    expect(allowed(stack, 'Writer').match(/dynamodb:\w+/g)).toEqual(['dynamodb:PutItem']);
    expect(allowed(stack, 'Reader')).not.toContain('dynamodb:');
    for (const id of ['Writer', 'Reader']) {
      const functions = Object.entries(templateOf(stack).findResources('AWS::Lambda::Function'));
      expect(JSON.stringify(functions.find(([found]) => found.startsWith(id)))).toContain('OUTBOX_TABLE');
    }
  });

  test('a destination is named once, in plain letters', () => {
    const { outbox, queue } = made();
    expect(() => outbox.deliverTo('work', queue)).toThrow(
      /outbox destination must be named once, got name work, taken \[work\]/,
    );
    expect(() => outbox.deliverTo('Work Lane', queue)).toThrow(
      /outbox destination must be lower-case letters.*got Work Lane/,
    );
  });

  test('parallelization beyond ten is refused', () => {
    expect(() => new Outbox(smallStack(), 'Outbox', { parallelization: 11 })).toThrow(
      /parallelization must be 1 to 10, got 11/,
    );
  });
});
