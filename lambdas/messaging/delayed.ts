import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-scheduler';
import type { DelayedDelivery } from '../../contracts/delays.ts';
import type { Envelope } from '../../contracts/envelope.ts';
import { scheduler } from './aws/scheduler.ts';
import { clock } from './clock.ts';
import { required } from './environment.ts';
import { Reject, RetryLater } from './errors.ts';
import { sendBatch } from './produce.ts';

const delivery = JSON.parse(required('delayedMessages')) as DelayedDelivery;

/** SQS itself holds a message back for so long. */
const longestInQueueMilliseconds = 900_000;
/** Our own limit: a longer one is rather a slip of units, or a row with a deadline. */
const longestMilliseconds = 365 * 24 * 3_600_000;
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
const largestInputBytes = 256 * 1024;
/** How far clocks may be apart. */
const skewMilliseconds = 300_000;
const tries = 3;

/** What became of a message that is to come later. */
export interface Delayed {
  /**
   * `scheduled` by this call; `already-scheduled` by an earlier one, whose time stands; or `queued`: SQS holds it back
   * by itself, and it cannot be cancelled.
   */
  readonly outcome: 'scheduled' | 'already-scheduled' | 'queued';
  /** When it is due, milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Has a message come into the queue of delayed messages at a time, never before it, and on AWS within the minute after
 * it (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). More than 15 minutes ahead it is a
 * one-time schedule named by the message's id, so a repeated call changes nothing; up to there SQS delays it, and what
 * was due in the past comes at once. Delivery is at least once: its consumer must know the id.
 *
 * @param at milliseconds since the epoch; derive it from the cause, so that a repeated cause asks for the same
 * @throws Reject `message-too-large` or `delay-too-long`; RetryLater where schedules of this id come and go
 * @example
 * await sendLater(reminder(order), Date.parse(order.placedAt) + 24 * 3_600_000);
 */
export async function sendLater(message: Envelope, at: number): Promise<Delayed> {
  const due = Math.ceil(at / 1000) * 1000;
  const left = due - clock.now();
  if (!(left <= longestMilliseconds))
    throw new Reject(`A message is delayed by a year at most, got ${at}: give milliseconds since the epoch`, {
      reason: 'delay-too-long',
    });
  const body = JSON.stringify(message);
  if (left <= longestInQueueMilliseconds) {
    await sendBatch(delivery.queueUrl, [{ body, delaySeconds: Math.max(0, Math.ceil(left / 1000)) }]);
    return { outcome: 'queued', at: due };
  }
  const schedule = creation(message.id, due, inputOf(body));
  let conflict: ConflictException | undefined;
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      await scheduler.send(schedule);
      return { outcome: 'scheduled', at: due };
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      conflict = error;
    }
    const standing = await timeOf(message.id);
    if (standing !== undefined) return { outcome: 'already-scheduled', at: standing };
    // Delivered or cancelled between the two calls: the wish for it is the latest word.
  }
  throw new RetryLater(`Schedules of ${message.id} come and go`, { cause: conflict });
}

/**
 * Takes a delayed message back.
 *
 * @returns `cancelled`: it will not come. `too-late`: nothing waits under this id, or it is due within five minutes, so
 *   it came or may still come; its consumer has to see by the state of the business that it is not wanted.
 */
export async function cancelLater(messageId: string): Promise<'cancelled' | 'too-late'> {
  const at = await timeOf(messageId);
  if (at === undefined) return 'too-late';
  try {
    await scheduler.send(new DeleteScheduleCommand({ GroupName: delivery.groupName, Name: messageId }));
  } catch (error) {
    // Its time has not come, so it was cancelled: by another, or by a try of ours whose reply was lost.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return at - clock.now() > skewMilliseconds ? 'cancelled' : 'too-late';
}

function creation(messageId: string, due: number, input: string): CreateScheduleCommand {
  return new CreateScheduleCommand({
    GroupName: delivery.groupName,
    Name: messageId,
    ScheduleExpression: `at(${new Date(due).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: delivery.queueArn,
      RoleArn: delivery.roleArn,
      Input: input,
      RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: delivery.giveUpAfterSeconds },
      DeadLetterConfig: { Arn: delivery.deadLetterQueueArn },
    },
  });
}

/**
 * The scheduler replaces `<aws.scheduler.…>` in what it sends
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html); written otherwise
 * it is the same JSON, and somebody's text arrives as it was.
 */
function inputOf(body: string): string {
  const input = body.replaceAll('<aws.scheduler.', String.raw`\u003caws.scheduler.`);
  const bytes = Buffer.byteLength(input);
  if (bytes <= largestInputBytes) return input;
  throw new Reject(
    `The message has ${bytes} bytes; a schedule takes at most ${largestInputBytes}: send a claim check instead`,
    { reason: 'message-too-large' },
  );
}

/** When a waiting message is due; undefined where none waits. */
async function timeOf(messageId: string): Promise<number | undefined> {
  try {
    const { ScheduleExpression } = await scheduler.send(
      new GetScheduleCommand({ GroupName: delivery.groupName, Name: messageId }),
    );
    return Date.parse(`${ScheduleExpression!.slice('at('.length, -1)}Z`);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
