import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { projectContext } from '../../lib/context.ts';
import { SpillwayStack } from '../../lib/spillway-stack.ts';
import type { Template as SynthesizedTemplate } from '../snapshots/masked.ts';

function template(change: (stack: SpillwayStack) => void = () => undefined): SynthesizedTemplate['Resources'] {
  process.env['CDK_VALIDATION'] = 'false';
  const stack = new SpillwayStack(
    new App({ context: { ...projectContext(), 'aws:cdk:bundling-stacks': [] } }),
    'Spillway',
  );
  change(stack);
  return (Template.fromStack(stack).toJSON() as SynthesizedTemplate).Resources;
}

describe('the user pipeline', () => {
  const before = template();
  const after = template((stack) => {
    stack.users.subscribe('Loyalty', { entry: 'lambdas/users/notify-user.ts', maxConcurrency: 2 });
  });
  const isBoard = (id: string): boolean => before[id]?.Type === 'AWS::CloudWatch::Dashboard';

  test('a fourth subscriber is one line, and changes nothing of what is there but the dashboards', () => {
    const changed = Object.keys(before).filter(
      (id) => !isBoard(id) && JSON.stringify(after[id]) !== JSON.stringify(before[id]),
    );
    expect(changed).toEqual([]);
  });

  test('a fourth subscriber has a queue, both dead-letter queues and their alarms of its own', () => {
    const added = Object.entries(after).filter(([id]) => before[id] === undefined);
    const count = (type: string): number => added.filter(([, { Type }]) => Type === type).length;
    expect(count('AWS::SNS::Subscription')).toBe(1);
    expect(count('AWS::SQS::Queue')).toBe(3);
    expect(count('AWS::Lambda::EventSourceMapping')).toBe(1);
    expect(count('AWS::CloudWatch::Alarm')).toBeGreaterThanOrEqual(5);
  });

  test('the function of a fourth subscriber rings too, and is on the dashboard of its pipeline', () => {
    const ring = 'users-notify-user fails, is throttled, or runs close to its timeout';
    const ringing = (resources: typeof after): string[] =>
      Object.entries(resources).flatMap(([id, resource]) => (JSON.stringify(resource).includes(ring) ? [id] : []));
    expect(ringing(before)).toHaveLength(1);
    const late = ringing(after).find((id) => before[id] === undefined)!;
    const boards = Object.values(after).filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
    expect(boards.filter((board) => JSON.stringify(board).includes(`"${late}"`))).toHaveLength(1);
  });

  test('a subscriber that takes more executions than the account has is refused at synth', () => {
    const greedy = { entry: 'lambdas/users/notify-user.ts', maxConcurrency: 900 };
    expect(() => template((stack) => stack.users.subscribe('Greedy', greedy))).toThrow(
      /the sum of maxConcurrency of all consumers must be at most/,
    );
  });
});
