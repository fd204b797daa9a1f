import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import { IdempotencyTable } from '../../../lib/constructs/idempotency-table.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { table } from '../../../lib/constructs/table.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

describe('tables', () => {
  test('failures are kept by message id and expire by expiresAt', () => {
    const stack = smallStack();
    new FailureTable(stack, 'Failures');
    templateOf(stack).hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'messageId', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('idempotency records are laid out as Powertools reads them by default', () => {
    const stack = smallStack();
    new IdempotencyTable(stack, 'Idempotency');
    templateOf(stack).hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
    });
  });

  test('a connected function knows the idempotency table and for how long it remembers', () => {
    const stack = smallStack();
    const fn = new NodeFunction(stack, 'Fn', { entry: entries.parallel });
    new IdempotencyTable(stack, 'Idempotency').connect(fn, new WorkQueue(stack, 'Work'));
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          IDEMPOTENCY_TABLE: { Ref: Match.stringLikeRegexp('^Idempotency') },
          IDEMPOTENCY_SECONDS: '2592000',
        }),
      },
    });
  });

  test('records that a late redrive outlives are refused', () => {
    const stack = smallStack();
    const fn = new NodeFunction(stack, 'Fn', { entry: entries.parallel });
    const idempotency = new IdempotencyTable(stack, 'Idempotency', { recordLife: Duration.days(18) });
    expect(() => idempotency.connect(fn, new WorkQueue(stack, 'Work'))).toThrow(
      /recordLife of idempotency records must be longer than .*, got 18 days against 18 days: raise recordLife/,
    );
  });

  test('a table costs nothing while idle, and in prod can be restored and is not deleted by mistake', () => {
    for (const [stage, prod] of [
      ['prod', true],
      ['dev', false],
    ] as const) {
      const stack = smallStack({ stage });
      table(stack, 'Table', { partitionKey: 'id' });
      templateOf(stack).hasResource('AWS::DynamoDB::Table', {
        DeletionPolicy: prod ? 'Retain' : 'Delete',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: prod },
          DeletionProtectionEnabled: prod,
        },
      });
    }
  });

  test('a stage that does not exist is refused', () => {
    expect(() => new FailureTable(smallStack({ stage: 'staging' }), 'Failures')).toThrow(
      /context "stage" must be local, dev or prod, got staging: /,
    );
  });
});
