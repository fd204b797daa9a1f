import { parseExpression, type Expression } from './expression/expression.ts';
import { checkTarget } from './target.ts';
import { checkLength, checkName, checkOneOf, checkRange, invalid, required } from './validation.ts';
import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Scheduler } from './scheduler.ts';
import type { ScheduleRecord } from './store.ts';

/** As on the wire: times are seconds since the epoch. */
export type ScheduleInput = Omit<CreateScheduleInput, 'StartDate' | 'EndDate'> & {
  readonly StartDate?: number | undefined;
  readonly EndDate?: number | undefined;
};

const earliestStart = 5 * 60_000;

/**
 * What a schedule is asked to be, with defaults filled in; `UpdateSchedule` takes the same, and keeps nothing of before.
 *
 * @throws AwsError `ValidationException`
 */
export function readSchedule(
  scheduler: Scheduler,
  input: ScheduleInput,
): Omit<ScheduleRecord, 'createdAt' | 'modifiedAt'> {
  const name = checkName('name', input.Name);
  const groupName = input.GroupName === undefined ? 'default' : checkName('groupName', input.GroupName);
  const expression = checkLength(
    'scheduleExpression',
    required('scheduleExpression', input.ScheduleExpression),
    1,
    256,
  );
  const timezone = input.ScheduleExpressionTimezone ?? 'UTC';
  const parsed = parse(expression, timezone);
  if (input.Description !== undefined) checkLength('description', input.Description, 0, 512);
  if (input.ClientToken !== undefined) checkLength('clientToken', input.ClientToken, 1, 64);
  const target = checkTarget(input.Target);
  const state = checkOneOf('state', input.State ?? 'ENABLED', ['ENABLED', 'DISABLED']);
  return {
    name,
    groupName,
    expression,
    timezone,
    ...dates(input, parsed, scheduler.surroundings.clock.now()),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyArn !== undefined && { kmsKeyArn: input.KmsKeyArn }),
    enabled: state === 'ENABLED',
    target,
    flexibleTimeWindow: flexibleTimeWindow(input),
    actionAfterCompletion: checkOneOf('actionAfterCompletion', input.ActionAfterCompletion ?? 'NONE', [
      'NONE',
      'DELETE',
    ]),
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
  };
}

function parse(expression: string, timezone: string): Expression {
  let parsed: Expression | undefined;
  try {
    parsed = parseExpression(expression, timezone);
  } catch (cause) {
    throw invalid(`Invalid ScheduleExpressionTimezone ${timezone}.`, cause);
  }
  if (parsed === undefined) throw invalid(`Invalid Schedule Expression ${expression}.`);
  return parsed;
}

/** A one-time schedule pays no heed to them. */
function dates(
  { StartDate, EndDate }: ScheduleInput,
  parsed: Expression,
  now: number,
): Pick<ScheduleRecord, 'startDate' | 'endDate'> {
  const [startDate, endDate] = [StartDate, EndDate].map((at) => (at === undefined ? undefined : at * 1000));
  if (parsed.kind !== 'at') {
    if (startDate !== undefined && startDate < now - earliestStart)
      throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
    if (endDate !== undefined && endDate < now) throw invalid('The EndDate you specify cannot be in the past.');
    if (startDate !== undefined && endDate !== undefined && endDate <= startDate)
      throw invalid('The EndDate you specify must come after the StartDate.');
  }
  return { ...(startDate !== undefined && { startDate }), ...(endDate !== undefined && { endDate }) };
}

function flexibleTimeWindow(input: ScheduleInput): ScheduleRecord['flexibleTimeWindow'] {
  const given = required('flexibleTimeWindow', input.FlexibleTimeWindow);
  const mode = checkOneOf('flexibleTimeWindow.mode', required('flexibleTimeWindow.mode', given.Mode), [
    'OFF',
    'FLEXIBLE',
  ]);
  const minutes = checkRange('flexibleTimeWindow.maximumWindowInMinutes', given.MaximumWindowInMinutes, 1, 1440);
  if (mode === 'OFF' && minutes !== undefined)
    throw invalid('MaximumWindowInMinutes cannot be set when FlexibleTimeWindow Mode is OFF.');
  if (mode === 'FLEXIBLE' && minutes === undefined)
    throw invalid('MaximumWindowInMinutes must be set when FlexibleTimeWindow Mode is FLEXIBLE.');
  return { Mode: mode, ...(minutes !== undefined && { MaximumWindowInMinutes: minutes }) };
}
