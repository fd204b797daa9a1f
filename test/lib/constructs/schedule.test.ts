import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { Schedule } from '../../../lib/constructs/schedule.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function every(duration: Duration) {
  const stack = smallStack();
  const fn = new NodeFunction(stack, 'Fn', { entry: entries.parallel });
  new Schedule(stack, 'Schedule', { function: fn, every: duration });
  return templateOf(stack);
}

describe('Schedule', () => {
  test('a run that cannot start is retried until the next is due', () => {
    every(Duration.minutes(5)).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 3 } },
    });
  });

  test('a rare run is retried for a day, the most there is', () => {
    every(Duration.days(2)).hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: { RetryPolicy: Match.objectLike({ MaximumEventAgeInSeconds: 86_400 }) },
    });
  });

  test("its role serves this account's schedules and may invoke that one function", () => {
    const template = every(Duration.minutes(1));
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': { 'Fn::Join': ['', Match.arrayWith([':schedule-group/default'])] },
              },
            },
          }),
        ],
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::GetAtt': Match.anyValue() } }],
      },
    });
  });

  test.each([Duration.seconds(30), Duration.seconds(90)])('every %s is refused', (duration) => {
    expect(() => every(duration)).toThrow(/every must be whole minutes, at least one, got /);
  });
});
