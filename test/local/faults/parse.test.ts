import { expect, test } from 'vitest';
import { parseFaults } from '../../../local/faults/parse.ts';

test('a plan is an object with rules, or the bare list', () => {
  const rules = [{ action: 'sqs:SendMessage', effect: 'throttle', share: 0.5, count: 2, seed: 7 }];
  expect(parseFaults({ rules })).toEqual(rules);
  expect(parseFaults(rules)).toEqual(rules);
});

test('a rule that says how long delays', () => {
  expect(parseFaults([{ delayMilliseconds: 5 }])).toEqual([{ effect: 'delay', delayMilliseconds: 5 }]);
});

test.each([
  ['text', 'Faults must be an object'],
  [{ rule: [] }, 'Unknown field rule'],
  [{ rules: {} }, 'rules must be a list'],
  [[null], 'rules[0] must be an object'],
  [[{}], 'rules[0].effect is missing: one of throttle, delay, loseReply'],
  [[{ effect: 'explode' }], 'rules[0].effect must be one of throttle, delay'],
  [[{ effect: 'crash', actions: '*' }], 'rules[0].actions is unknown; known are effect, service, action'],
  [[{ effect: 'crash' }, { effect: 'crash', share: 2 }], 'rules[1].share must be a number from 0 to 1, got 2'],
  [[{ effect: 'throttle', count: 0 }], 'rules[0].count must be a whole number from 1, got 0'],
  [[{ effect: 'throttle', action: 'send message' }], 'rules[0].action must be an action such as sqs:SendMessage'],
  [[{ effect: 'throttle', service: 'sns', action: 'sqs:*' }], 'rules[0].action sqs:* is not of the service sns'],
  [[{ effect: 'delay' }], 'rules[0].delayMilliseconds is missing'],
  [
    [{ effect: 'crash', delayMilliseconds: 5 }],
    'rules[0].delayMilliseconds goes with the effect delay, not with crash',
  ],
  [[{ effect: 'throttle', after: true }], 'rules[0].after goes with the effect crash, not with throttle'],
])('%j is refused: %s', (given, message) => {
  expect(() => parseFaults(given)).toThrow(message);
});
