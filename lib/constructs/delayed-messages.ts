import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DelayedDelivery } from '../../contracts/delays.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { schedulerPrincipal } from './scheduler-principal.ts';
import { removalPolicyOf } from './stage.ts';
import type { WorkQueue } from './work-queue.ts';

export interface DelayedMessagesProps {
  /** Where messages go when they are due: a standard queue. Its consumer must not be among those that delay messages. */
  readonly queue: WorkQueue;
  /**
   * How long a due message is tried again that the queue does not take, 1 minute to 24 hours. Then it is set aside in the
   * queue's dead-letter queue, from where it can be redriven as any other.
   *
   * @default Duration.hours(1)
   */
  readonly giveUpAfter?: Duration;
}

/**
 * Messages that come later than the 15 minutes for which SQS can hold them back: each is a one-time schedule of
 * EventBridge Scheduler in a group of its own, gone once it was delivered or cancelled. In prod group and role outlive the
 * stack as its queues do: what waits is data, and still comes.
 *
 * @example
 * const reminders = new DelayedMessages(this, 'Reminders', { queue });
 * reminders.grantSchedule(placed.function);
 */
export class DelayedMessages extends Construct {
  readonly group: CfnScheduleGroup;
  /** As what the scheduler sends. */
  readonly role: Role;
  private readonly queue: WorkQueue;
  private readonly giveUpAfter: Duration;

  constructor(scope: Construct, id: string, { queue, giveUpAfter = Duration.hours(1) }: DelayedMessagesProps) {
    super(scope, id);
    enforce(this, shapeLimits.delayedQueue, { fifo: queue.fifo });
    enforce(this, shapeLimits.giveUpAfter, giveUpAfter);
    this.queue = queue;
    this.giveUpAfter = giveUpAfter;
    this.group = new CfnScheduleGroup(this, 'Group');
    const send = new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [queue.queue.queueArn, queue.deadLetterQueue.queueArn],
    });
    this.role = new Role(this, 'Role', {
      assumedBy: schedulerPrincipal(this, this.group.attrArn),
      inlinePolicies: { Send: new PolicyDocument({ statements: [send] }) },
    });
    this.group.applyRemovalPolicy(removalPolicyOf(this));
    this.role.applyRemovalPolicy(removalPolicyOf(this));
  }

  /** Lets a function delay messages and take them back. */
  grantSchedule(fn: NodeFunction): void {
    const stack = Stack.of(this);
    fn.allow(
      ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule', 'scheduler:GetSchedule'],
      stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${this.group.ref}/*` }),
    );
    fn.role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    // What is due within 15 minutes needs no schedule.
    fn.allow(['sqs:SendMessage'], this.queue.queue.queueArn);
    const delivery: DelayedDelivery = {
      groupName: this.group.ref,
      roleArn: this.role.roleArn,
      queueUrl: this.queue.queue.queueUrl,
      queueArn: this.queue.queue.queueArn,
      deadLetterQueueArn: this.queue.deadLetterQueue.queueArn,
      giveUpAfterSeconds: this.giveUpAfter.toSeconds(),
    };
    fn.setEnvironment('delayedMessages', stack.toJsonString(delivery));
  }
}
