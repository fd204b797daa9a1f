import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { triage, type Candidate } from '../../../lambdas/messaging/consume/triage.ts';

function candidate(messageId: string, attempt: number, silent: number, group?: string): Candidate {
  const record = {
    messageId,
    eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:q${group === undefined ? '' : '.fifo'}`,
    attributes: { ApproximateReceiveCount: String(attempt), MessageGroupId: group },
  } as unknown as SQSRecord;
  return { record, attempt, silent };
}

const ids = (list: readonly Candidate[]): string[] => list.map(({ record }) => record.messageId);

describe('triage', () => {
  test('without suspects everything runs', () => {
    const { run, deferred, poison } = triage([candidate('a', 1, 0), candidate('b', 4, 0)], 30);
    expect([ids(run), deferred, poison]).toEqual([['a', 'b'], [], []]);
  });

  test('a message that fell silent three times is poison and never runs again', () => {
    const { run, poison } = triage([candidate('a', 5, 3), candidate('b', 1, 0)], 30);
    expect([ids(run), ids(poison)]).toEqual([['b'], ['a']]);
  });

  test('a suspect never runs beside a message without suspicion', () => {
    const calm = [candidate('b', 1, 0), candidate('c', 1, 0)];
    expect(ids(triage([candidate('a', 3, 1), ...calm], 30).run)).toEqual(['b', 'c']);
    expect(ids(triage([candidate('a', 4, 1), ...calm], 30).run)).toEqual(['a']);
  });

  test('among suspects one runs alone', () => {
    const { run, deferred } = triage([candidate('a', 3, 1), candidate('b', 3, 1), candidate('c', 3, 2)], 30);
    expect([ids(run), ids(deferred)]).toEqual([['a'], ['b', 'c']]);
  });

  test('a message on its last receive is never deferred', () => {
    const { run } = triage([candidate('a', 3, 1), candidate('b', 30, 0)], 30);
    expect(ids(run)).toContain('b');
  });

  test('what follows a deferred message of its group waits with it', () => {
    const { run, deferred } = triage(
      [candidate('a1', 3, 1, 'A'), candidate('a2', 1, 0, 'A'), candidate('b1', 1, 0, 'B')],
      30,
    );
    expect([ids(run), ids(deferred)]).toEqual([['b1'], ['a1', 'a2']]);
  });

  test('every message is run, deferred or poison, exactly once, and something always runs or is set aside', () => {
    const candidates = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 4 }),
        fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
      ),
      {
        minLength: 1,
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(candidates, (list) => {
        const all = list.map(([attempt, silent, group], index) => candidate(String(index), attempt, silent, group));
        const { run, deferred, poison } = triage(all, 30);
        expect(ids([...run, ...deferred, ...poison]).toSorted()).toEqual(ids(all).toSorted());
        expect(run.length + poison.length).toBeGreaterThan(0);
      }),
    );
  });
});
