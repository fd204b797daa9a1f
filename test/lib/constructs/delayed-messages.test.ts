import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { DelayedMessages, type DelayedMessagesProps } from '../../../lib/constructs/delayed-messages.ts';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { QueueConsumer } from '../../../lib/constructs/queue-consumer.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { diagnose } from '../../../lib/doctor/diagnose.ts';
import type { Template } from '../../../lib/doctor/template.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function delayed(
  props: Partial<DelayedMessagesProps> = {},
  { fifo = false, stage = 'dev' }: { fifo?: boolean; stage?: string } = {},
) {
  const stack = smallStack({ stage });
  const queue = new WorkQueue(stack, 'Work', { fifo });
  const delays = new DelayedMessages(stack, 'Delays', { queue, ...props });
  delays.grantSchedule(new NodeFunction(stack, 'Fn', { entry: entries.parallel }));
  return templateOf(stack);
}

/** Statements of the policy of a role, by the beginning of its logical id. */
function grants(template: ReturnType<typeof delayed>, role: string) {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${role}`))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Record<string, unknown>[]);
}

const arnOf = (id: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${id}`), 'Arn'] });

describe('delayed messages', () => {
  test('the scheduler takes its role for this group of this account alone', () => {
    delayed().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^DelaysGroup'), 'Arn'] },
              },
            },
          }),
        ],
      },
    });
  });

  test('it may send to the queue and its dead-letter queue, and nothing else', () => {
    const template = delayed();
    expect(grants(template, 'DelaysRole')).toEqual([]);
    const [role] = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Delays'));
    expect(role![1].Properties.Policies).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: 'sqs:SendMessage',
              Effect: 'Allow',
              Resource: [arnOf('WorkDeadLetterQueue'), arnOf('WorkQueue')],
            },
          ],
        },
      },
    ]);
  });

  test('a function may use schedules of this group, and hand the role to the scheduler alone', () => {
    const own = grants(delayed(), 'FnRole').filter(({ Action }) => !JSON.stringify(Action).includes('logs:'));
    expect(own).toEqual([
      {
        Action: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:GetSchedule'],
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            expect.arrayContaining([':schedule/', { Ref: expect.stringMatching('^DelaysGroup') as string }, '/*']),
          ],
        },
      },
      {
        Action: 'iam:PassRole',
        Effect: 'Allow',
        Resource: arnOf('DelaysRole'),
        Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      },
      { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: arnOf('WorkQueue') },
    ]);
  });

  test('what waits outlives the stack in prod with all that delivers it, and nowhere else', () => {
    const policies = (stage: string): unknown[] =>
      Object.entries(delayed({}, { stage }).toJSON().Resources as Record<string, { DeletionPolicy?: string }>)
        .filter(([id]) => /^(Delays|Work)(Group|Role|Queue|DeadLetterQueue)[0-9A-F]*$/.test(id))
        .map(([, { DeletionPolicy }]) => DeletionPolicy);
    expect(policies('prod')).toEqual(['Retain', 'Retain', 'Retain', 'Retain']);
    expect(policies('dev')).toEqual(['Delete', 'Delete', 'Delete', 'Delete']);
  });

  test('the doctor refuses a consumer that delays messages for its own queue, and no other', () => {
    const findings = (own: boolean): string[] => {
      const stack = smallStack();
      const consumed = new WorkQueue(stack, 'Consumed');
      const { function: fn } = new QueueConsumer(stack, 'Consumer', {
        queue: consumed,
        entry: entries.parallel,
        failures: new FailureTable(stack, 'Failures'),
        maxConcurrency: 2,
      });
      const queue = own ? consumed : new WorkQueue(stack, 'Later');
      new DelayedMessages(stack, 'Delays', { queue }).grantSchedule(fn);
      return diagnose(templateOf(stack).toJSON() as Template).map(({ rule }) => rule.id);
    };
    expect(findings(true)).toContain('no-self-requeue');
    expect(findings(false)).not.toContain('no-self-requeue');
  });

  test('a FIFO queue is refused: the scheduler could not deduplicate', () => {
    expect(() => delayed({}, { fifo: true })).toThrow(/must be a standard queue, got fifo true: .* by the outbox/);
  });

  test.each([Duration.seconds(59), Duration.hours(25)])('giving up after %s is refused', (giveUpAfter) => {
    expect(() => delayed({ giveUpAfter })).toThrow(/giveUpAfter must be 1 minute to 24 hours, got /);
  });
});
