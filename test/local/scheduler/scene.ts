import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createSchedule } from '../../../local/services/scheduler/actions/create-schedule.ts';
import { Scheduler } from '../../../local/services/scheduler/scheduler.ts';
import type { QueueMessage } from '../../../local/services/scheduler/ports.ts';
import type { ScheduleInput } from '../../../local/services/scheduler/schedule-input.ts';
import type { Call, Caller, JournalEntry } from '../../../local/services/service.ts';

export const accountId = '123456789012';
export const functionArn = `arn:aws:lambda:us-east-1:${accountId}:function:sweep`;
export const queueArn = `arn:aws:sqs:us-east-1:${accountId}:jobs`;
export const roleArn = `arn:aws:iam::${accountId}:role/scheduler`;

export const call: Call = { caller: { principal: 'root' }, requestId: 'r', authorize: () => undefined };

export interface Sent {
  /** Seconds since the start of the scene. */
  readonly at: number;
  readonly arn: string;
  readonly input: unknown;
  readonly caller: Caller;
}

/** A scheduler whose targets write down what they get. */
export function scene(start?: number) {
  const clock = new VirtualClock(start);
  const began = clock.now();
  const journal: JournalEntry[] = [];
  const sent: Sent[] = [];
  const faults: { next?: (sent: Sent) => Error | undefined; trusted: boolean } = { trusted: true };
  const take = async (arn: string, input: unknown, caller: Caller): Promise<void> => {
    const entry = { at: (clock.now() - began) / 1000, arn, input, caller };
    const fault = faults.next?.(entry);
    if (fault !== undefined) throw fault;
    sent.push(entry);
  };
  const scheduler = new Scheduler(
    {
      clock,
      random: seededRandom(1),
      accountId,
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => journal.push(entry),
    },
    {
      invoke: take,
      sendMessage: (arn, message: QueueMessage, caller) => take(arn, message, caller),
      publish: take,
      mayAssume: () => faults.trusted,
    },
  );
  const create = (input: Partial<ScheduleInput> = {}): void => {
    createSchedule(scheduler, schedule(input), call);
  };
  const events = (): string[] => journal.map(({ event }) => event);
  return { scheduler, clock, journal, sent, faults, create, events, seconds: () => sent.map(({ at }) => at) };
}

export function schedule(input: Partial<ScheduleInput> = {}): ScheduleInput {
  return {
    Name: 'sweeper',
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: functionArn, RoleArn: roleArn },
    ...input,
  };
}
