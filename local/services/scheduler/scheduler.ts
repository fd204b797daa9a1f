import { every, type Cancel } from '../../clock/clock.ts';
import type { Caller, Surroundings } from '../service.ts';
import { rateMilliseconds } from './rate.ts';

export interface Schedule {
  readonly arn: string;
  readonly name: string;
  /** `rate(5 minutes)` */
  readonly expression: string;
  readonly enabled: boolean;
  readonly targetArn: string;
  /** On whose rights the target is invoked. */
  readonly roleArn: string;
  /** JSON text; the scheduler's own event where there is none. */
  readonly input: string | undefined;
}

export interface SchedulerPorts {
  /** Invokes a function asynchronously; rejects with an `AwsError` where it is refused. */
  invoke(functionArn: string, payload: unknown, caller: Caller): Promise<void>;
}

/** EventBridge Scheduler, as far as it runs functions at a rate. */
export class Scheduler {
  readonly surroundings: Surroundings;
  readonly #ports: SchedulerPorts;
  readonly #schedules = new Map<string, Schedule>();
  readonly #cancels = new Map<string, Cancel>();

  constructor(surroundings: Surroundings, ports: SchedulerPorts) {
    this.surroundings = surroundings;
    this.#ports = ports;
  }

  schedules(): Schedule[] {
    return [...this.#schedules.values()];
  }

  /** Creates or replaces a schedule; the first run is one interval from now. */
  put(schedule: Schedule): void {
    const milliseconds = rateMilliseconds(schedule.expression);
    this.#cancels.get(schedule.name)?.();
    this.#schedules.set(schedule.name, schedule);
    if (schedule.enabled)
      this.#cancels.set(
        schedule.name,
        every(this.surroundings.clock, milliseconds, () => this.run(schedule.name)),
      );
  }

  /** Runs a schedule's target now. */
  run(name: string): void {
    const { arn, targetArn, roleArn, input } = this.#schedules.get(name)!;
    const { journal, clock, region, accountId, random } = this.surroundings;
    const event = {
      version: '0',
      id: random.uuid(),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: accountId,
      time: new Date(clock.now()).toISOString(),
      region,
      resources: [arn],
      detail: '{}',
    };
    const payload: unknown = input === undefined ? event : JSON.parse(input);
    this.#ports.invoke(targetArn, payload, { principal: roleArn, sourceArn: arn }).then(
      () => journal({ service: 'scheduler', event: 'fired', resource: arn, target: targetArn }),
      (error: unknown) => journal({ service: 'scheduler', event: 'failed', resource: arn, target: targetArn, error }),
    );
  }
}
