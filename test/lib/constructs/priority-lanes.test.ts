import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import { PriorityLanes, longestWait } from '../../../lib/constructs/priority-lanes.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made() {
  const stack = smallStack();
  const lanes = new PriorityLanes(stack, 'Lanes', {
    fifo: true,
    lanes: { vip: { maxConcurrency: 8 }, standard: { maxConcurrency: 2 } },
  });
  const consumers = lanes.consume({ entry: entries.inOrder, failures: new FailureTable(stack, 'Failures') });
  return { lanes, consumers, template: templateOf(stack) };
}

describe('PriorityLanes', () => {
  test('each lane has a queue, a dead-letter queue and a function of its own', () => {
    const { lanes, consumers, template } = made();
    expect(Object.keys(lanes.queues)).toEqual(['vip', 'standard']);
    expect(consumers.vip.function).not.toBe(consumers.standard.function);
    template.resourceCountIs('AWS::SQS::Queue', 4);
    template.resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('a lane works with its own concurrency, whatever the others hold', () => {
    const { template } = made();
    for (const [lane, MaximumConcurrency] of [
      ['Vip', 8],
      ['Standard', 2],
    ] as const) {
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Lanes${lane}Queue`), 'Arn'] },
        ScalingConfig: { MaximumConcurrency },
      });
    }
  });

  test("a lane's function can reach no other lane", () => {
    const policies = Object.values(made().template.findResources('AWS::IAM::Policy')).map((each) =>
      JSON.stringify(each),
    );
    expect(policies.filter((text) => text.includes('LanesVip')).length).toBe(1);
    expect(policies.some((text) => text.includes('LanesVipQueue') && text.includes('LanesStandardQueue'))).toBe(false);
  });

  test('one lane is no lanes', () => {
    const lanes = { only: { maxConcurrency: 2 } };
    expect(() => new PriorityLanes(smallStack(), 'Lanes', { lanes })).toThrow(
      /lanes must be at least two lanes, got \[only\]/,
    );
  });

  test('its starvation bound is declared: what is ahead in its own lane, by what the lane works off in a batch', () => {
    const { consumers } = made();
    const seconds = (ahead: number, batch?: Duration) => longestWait(consumers.standard, ahead, batch).toSeconds();
    const { timeout } = consumers.standard.function;
    // Two batches of ten at a time.
    expect([0, 19, 20, 100].map((ahead) => seconds(ahead, Duration.seconds(2)))).toEqual([2, 2, 4, 12]);
    expect(seconds(0)).toBe(timeout.toSeconds());
    // Eight at a time, of which Lambda starts with five.
    expect(longestWait(consumers.vip, 100, Duration.seconds(2)).toSeconds()).toBe(6);
  });
});
