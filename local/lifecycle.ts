import { sleep } from './clock/clock.ts';
import type { Doors } from './doors.ts';
import type { Cloud } from './services/cloud.ts';
import type { WorkerHost } from './services/lambda/worker-host/worker-host.ts';

/** Runtime time that invocations under way get to finish. */
const drainMilliseconds = 10_000;
const drainStep = 50;

/** Takes up what was under way when the last run ended. */
export function resume({ lambda, s3, scheduler, sns }: Cloud): void {
  scheduler.resume();
  lambda.resume();
  s3.resume();
  sns.resume();
}

/** Lets invocations under way finish, and ends everything. */
export async function stop(cloud: Cloud, host: WorkerHost, doors: Doors): Promise<void> {
  await doors.closeApi();
  cloud.lambda.mappings.stop();
  const { clock } = cloud.lambda.surroundings;
  for (let waited = 0; cloud.lambda.environments.busy > 0 && waited < drainMilliseconds; waited += drainStep) {
    await sleep(clock, drainStep);
  }
  cloud.cloudwatch.stop();
  cloud.scheduler.stop();
  cloud.lambda.stop();
  await doors.closeAws();
  host.stop();
}
