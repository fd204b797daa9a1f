import { describe, expect, test } from 'vitest';
import { judge, type Criteria } from '../../../local/services/cloudwatch/alarms/judge.ts';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** `0 - X - X`, oldest first: fine, missing, breaching. */
function points(text: string): (number | undefined)[] {
  return text.split(' ').map((each) => (each === '-' ? undefined : each === 'X' ? 10 : 0));
}

function verdicts(text: string, evaluationPeriods: number, datapointsToAlarm: number): string[] {
  return TREATMENTS.map((treatMissingData) => {
    const criteria: Criteria = {
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData,
      threshold: 5,
      comparisonOperator: 'GreaterThanThreshold',
    };
    return judge(points(text), criteria).state;
  });
}

describe('missing data, by the tables of the CloudWatch guide', () => {
  test.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('three of three over %s', (text, expected) => {
    expect(verdicts(text, 3, 3)).toEqual(expected);
  });

  test.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('two of three over %s', (text, expected) => {
    expect(verdicts(text, 3, 2)).toEqual(expected);
  });
});

test.each([
  ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
  ['GreaterThanThreshold', 5, 'OK'],
  ['LessThanOrEqualToThreshold', 5, 'ALARM'],
  ['LessThanThreshold', 5, 'OK'],
  ['LessThanThreshold', 4, 'ALARM'],
] as const)('%s of %d against 5 is %s', (comparisonOperator, value, state) => {
  const criteria: Criteria = {
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'missing',
    threshold: 5,
    comparisonOperator,
  };
  expect(judge([value], criteria).state).toBe(state);
});
