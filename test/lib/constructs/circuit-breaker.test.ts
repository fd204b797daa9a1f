import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { CircuitBreaker, type CircuitBreakerProps } from '../../../lib/constructs/circuit-breaker.ts';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import { Outbox } from '../../../lib/constructs/outbox.ts';
import { QueueConsumer } from '../../../lib/constructs/queue-consumer.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made(props: Partial<CircuitBreakerProps> = {}, timeout = Duration.seconds(20)) {
  const stack = smallStack();
  const outbox = new Outbox(stack, 'Outbox');
  const breaker = new CircuitBreaker(stack, 'Breaker', {
    name: 'payment',
    outbox,
    controllerEntry: entries.parallel,
    ...props,
  });
  const queue = new WorkQueue(stack, 'Work', { consumerTimeout: timeout });
  const failures = new FailureTable(stack, 'Failures');
  const consumer = new QueueConsumer(queue, 'Consumer', {
    queue,
    failures,
    entry: entries.parallel,
    timeout,
    maxConcurrency: 4,
  });
  return { stack, breaker, consumer };
}

function protectedStack() {
  const { stack, breaker, consumer } = made();
  breaker.protect(consumer);
  const template = templateOf(stack);
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  return {
    template,
    allowed: (role: string): string => JSON.stringify(policies.filter(([id]) => id.startsWith(role))),
  };
}

describe('CircuitBreaker', () => {
  test('the controller alone may touch event source mappings, and of those only the ones behind the breaker', () => {
    const { allowed } = protectedStack();
    expect(allowed('WorkConsumer')).not.toContain('EventSourceMapping');
    expect(allowed('BreakerController')).toMatch(
      /"lambda:GetEventSourceMapping","lambda:UpdateEventSourceMapping"\],"Effect":"Allow","Resource":[^\]]*?:event-source-mapping:",\{"Ref":"WorkConsumerMapping/,
    );
  });

  test('the controller knows each mapping with the width it was declared with', () => {
    protectedStack().template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          BREAKER_MAPPINGS: {
            'Fn::Join': [
              '',
              [
                '[{"id":"',
                { Ref: Match.stringLikeRegexp('^WorkConsumerMapping') },
                '","batchSize":10,"maxConcurrency":4}]',
              ],
            ],
          },
        }),
      },
    });
  });

  test('the controller moves the breaker on, and neither counts calls nor takes permits', () => {
    const { allowed } = protectedStack();
    expect(allowed('BreakerController')).toMatch(/"dynamodb:GetItem","dynamodb:PutItem"\].*BreakerTable/);
    expect(allowed('BreakerController')).not.toContain('UpdateItem');
  });

  test('functions behind it share its state and the outbox, and know its policy', () => {
    const { template, allowed } = protectedStack();
    expect(allowed('WorkConsumer')).toMatch(/"dynamodb:GetItem","dynamodb:PutItem"\].*BreakerTable/);
    expect(allowed('WorkConsumer')).toMatch(/"dynamodb:UpdateItem".*BreakerTable/);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          QUEUE_URL: Match.anyValue(),
          BREAKER_NAME: 'payment',
          BREAKER_POLICY: Match.stringLikeRegexp('"permits":3'),
          OUTBOX_TABLE: Match.anyValue(),
        }),
      },
    });
  });

  test('the controller runs each minute, and at each transition but at no mere count', () => {
    const { template } = protectedStack();
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^BreakerController'), 'Arn'] } },
    });
    const pattern = (from: string, to: string) => ({
      Pattern: JSON.stringify({
        dynamodb: { OldImage: { state: { S: [from] } }, NewImage: { state: { S: [to] } } },
      }),
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^BreakerController') },
      FilterCriteria: {
        Filters: [
          pattern('CLOSED', 'OPEN'),
          pattern('OPEN', 'HALF_OPEN'),
          pattern('HALF_OPEN', 'OPEN'),
          pattern('HALF_OPEN', 'CLOSED'),
        ],
      },
    });
  });

  test('a name that is no plain word is refused', () => {
    expect(() => made({ name: 'Payment Provider' })).toThrow(
      /name of a breaker must be lower-case letters.*got Payment Provider/,
    );
  });

  test('a policy that could never open, or never close, is refused', () => {
    for (const policy of [{ failureShare: 0 }, { failureShare: 1.5 }, { permits: 0 }, { minimumCalls: 0.5 }])
      expect(() => made({ policy }), JSON.stringify(policy)).toThrow(/policy of a breaker must be/);
  });

  test('a function that may outlast a permit is refused', () => {
    const { breaker, consumer } = made({ policy: { permitSeconds: 10 } });
    expect(() => breaker.protect(consumer)).toThrow(
      /permitSeconds of a breaker must be at least the timeout.*got 10 seconds against 20 seconds/,
    );
  });
});
