import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { schedulerPrincipal } from './scheduler-principal.ts';

export interface ScheduleProps {
  readonly function: NodeFunction;
  /** Time between runs: whole minutes, at least one. */
  readonly every: Duration;
  /**
   * Why it runs, for whoever finds the schedule in the console.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * Runs a function at a fixed rate, on EventBridge Scheduler. A run that cannot start is retried until the next is due;
 * there is no dead-letter queue, because the next run does the same work.
 */
export class Schedule extends Construct {
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    enforce(this, shapeLimits.rate, props.every);
    const { functionArn } = props.function.function;
    const group = { service: 'scheduler', resource: 'schedule-group', resourceName: 'default' };
    const role = new Role(this, 'Role', { assumedBy: schedulerPrincipal(this, Stack.of(this).formatArn(group)) });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    this.schedule = new CfnSchedule(this, 'Schedule', {
      description: props.description,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: rate(props.every),
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        retryPolicy: {
          maximumEventAgeInSeconds: Math.min(props.every.toSeconds(), 86_400),
          maximumRetryAttempts: 3,
        },
      },
    });
    this.schedule.node.addDependency(role);
  }
}

function rate(every: Duration): string {
  const minutes = every.toMinutes();
  return minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;
}
