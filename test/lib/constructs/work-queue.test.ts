import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { defaultBackoff, receivesToOutlast, shortestDelay } from '../../../contracts/backoff.ts';
import { WorkQueue, type WorkQueueProps } from '../../../lib/constructs/work-queue.ts';
import { smallStack, templateOf } from '../small-stack.ts';

function made(props?: WorkQueueProps) {
  const stack = smallStack();
  const queue = new WorkQueue(stack, 'Work', props);
  return { queue, template: templateOf(stack) };
}

const source = (properties: object) => ({ RedrivePolicy: Match.anyValue(), ...properties });

describe('WorkQueue', () => {
  test('receives outlast the tolerated outage at its unluckiest, with five to spare', () => {
    const { queue, template } = made({ outageTolerance: Duration.minutes(30) });
    let waited = 0;
    for (let attempt = 1; attempt < queue.maxReceiveCount - 5; attempt += 1) {
      waited += shortestDelay(defaultBackoff, attempt);
    }
    expect(waited).toBeGreaterThanOrEqual(30 * 60);
    expect(queue.maxReceiveCount).toBe(receivesToOutlast(1800, defaultBackoff) + 5);
    template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: queue.maxReceiveCount } });
  });

  test('an hour is tolerated unless told otherwise', () => {
    expect(made().queue.maxReceiveCount).toBe(made({ outageTolerance: Duration.hours(1) }).queue.maxReceiveCount);
  });

  test('a slower backoff needs fewer receives', () => {
    const slow = made({ backoff: { baseSeconds: 60, capSeconds: 900 } }).queue;
    expect(slow.maxReceiveCount).toBeLessThan(made().queue.maxReceiveCount);
    expect(slow.backoff.baseSeconds).toBe(60);
  });

  test('a message stays hidden for six timeouts of its consumer and the window', () => {
    const { template } = made({ consumerTimeout: Duration.seconds(20), batchingWindow: Duration.seconds(5) });
    template.hasResourceProperties('AWS::SQS::Queue', source({ VisibilityTimeout: 125 }));
  });

  test('the dead-letter queue is of the same type, keeps 14 days and names its source', () => {
    const { template } = made({ fifo: true });
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.absent(),
      FifoQueue: true,
      MessageRetentionPeriod: 14 * 86_400,
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [{ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^:Small-Work-.*\\.fifo$')])] }],
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', source({ QueueName: Match.stringLikeRegexp('^Small-Work-') }));
  });

  test('a FIFO queue leaves duplicates to the sender and has high throughput', () => {
    made({ fifo: true }).template.hasResourceProperties(
      'AWS::SQS::Queue',
      source({
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      }),
    );
  });

  test('the name of the source fits into 80 characters, however deep and long its path is', () => {
    const stack = smallStack();
    const queue = new WorkQueue(new WorkQueue(stack, 'A'.repeat(200)), 'B'.repeat(200), { fifo: true });
    const names = Object.values(templateOf(stack).findResources('AWS::SQS::Queue'))
      .map(({ Properties }) => (Properties as { QueueName?: string }).QueueName)
      .filter((name) => name !== undefined);
    expect(queue.fifo).toBe(true);
    expect(new Set(names).size).toBe(2);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(80);
  });

  test('prod keeps queues when the stack goes, other stages do not', () => {
    const policy = (stage: string) => {
      const stack = smallStack({ stage });
      new WorkQueue(stack, 'Work');
      return Object.values(templateOf(stack).findResources('AWS::SQS::Queue')).map((each) => each['DeletionPolicy']);
    };
    expect(policy('prod')).toEqual(['Retain', 'Retain']);
    expect(policy('dev')).toEqual(['Delete', 'Delete']);
  });

  test.each<[string, WorkQueueProps, RegExp]>([
    ['no receive', { maxReceiveCount: 0 }, /Small\/Work: maxReceiveCount must be 5 to 1000, got 0: /],
    ['1001 receives', { maxReceiveCount: 1001 }, /maxReceiveCount must be 5 to 1000, got 1001: /],
    [
      'an outage of a month',
      { outageTolerance: Duration.days(30) },
      /maxReceiveCount must be 5 to 1000, got 17292: .*shorten outageTolerance/,
    ],
    [
      'a visibility of 13 hours',
      { visibilityTimeout: Duration.hours(13) },
      /visibilityTimeout must be 1 second to 12 hours, got 13 hours: /,
    ],
    [
      'no visibility timeout',
      { visibilityTimeout: Duration.seconds(0) },
      /visibilityTimeout must be 1 second to 12 hours, got 0/,
    ],
    [
      'a retention of 14 days',
      { retention: Duration.days(14) },
      /retention must be 60 seconds to less than 14 days, got 14 days: /,
    ],
    [
      'a retention shorter than all receives',
      { retention: Duration.hours(1) },
      /retention must be longer than it takes to spend all receives, got 1 hour against /,
    ],
    [
      'a backoff from 0',
      { backoff: { baseSeconds: 0, capSeconds: 9 } },
      /backoff.baseSeconds must be 1 to 43200 seconds, got 0: /,
    ],
    [
      'a backoff beyond 12 hours',
      { backoff: { baseSeconds: 1, capSeconds: 50_000 } },
      /backoff.capSeconds must be 1 to 43200 seconds, got 50000: /,
    ],
    [
      'a visibility and a timeout to derive it from',
      { visibilityTimeout: Duration.minutes(1), consumerTimeout: Duration.seconds(9) },
      /visibilityTimeout together with consumerTimeout must be one of the two, got \[1 minute, 9 seconds\]: /,
    ],
  ])('%s is refused with its remedy', (_title, props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});
