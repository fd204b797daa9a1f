import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { Outbox } from '../../../lib/constructs/outbox.ts';
import { RequestReply, type RequestReplyProps } from '../../../lib/constructs/request-reply.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function served(props: Partial<RequestReplyProps> = {}) {
  const stack = smallStack();
  const replies = new RequestReply(stack, 'Replies', {
    outbox: new Outbox(stack, 'Outbox'),
    failures: new FailureTable(stack, 'Failures'),
    collectorEntry: entries.parallel,
    ...props,
  });
  replies.serve('Quotes', { entry: entries.parallel, destination: 'quotes', maxConcurrency: 2 });
  replies.connectCaller(new NodeFunction(stack, 'Caller', { entry: entries.parallel }));
  return templateOf(stack);
}

describe('RequestReply', () => {
  test('a server knows reply queues by name from a fixed list', () => {
    served().hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          REPLY_QUEUES: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"replies"')])] },
        }),
      },
    });
  });

  test('a server may send to the reply queue, and to no queue else but its dead-letter queue', () => {
    const policies = Object.entries(served().findResources('AWS::IAM::Policy'));
    const [, policy] = policies.find(([id]) => id.startsWith('RepliesQuotesConsumer'))!;
    const targets = (policy['Properties'].PolicyDocument.Statement as { Action: unknown; Resource: unknown }[])
      .filter(({ Action }) => Action === 'sqs:SendMessage')
      .flatMap(({ Resource }) => [Resource].flat())
      .map((resource) => JSON.stringify(resource));
    expect(targets).toHaveLength(2);
    expect(targets.some((target) => target.includes('RepliesQueue'))).toBe(true);
  });

  test('a request and its reply are forgotten by the attribute that is written', () => {
    served().hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'requestId', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test.each<[string, Partial<RequestReplyProps>, RegExp]>([
    [
      'a wait that API Gateway would cut',
      { wait: Duration.seconds(26) },
      /wait must be 1 to 25 seconds, got 26 seconds: /,
    ],
    ['no wait', { wait: Duration.seconds(0) }, /wait must be 1 to 25 seconds/],
    [
      'a deadline before the wait is over',
      { deadline: Duration.seconds(20) },
      /deadline must be longer than wait, got 20 seconds against 20 seconds: raise/,
    ],
  ])('%s is refused with its remedy', (_title, props, message) => {
    expect(() => served(props)).toThrow(message);
  });
});
