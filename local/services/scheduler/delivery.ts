import { sleep } from '../../clock/clock.ts';
import { AwsError } from '../aws-error.ts';
import type { Caller, Surroundings } from '../service.ts';
import type { SchedulerPorts } from './ports.ts';

/** One occurrence on its way to its target. */
export interface Firing {
  /** What is due: a schedule's or a rule's ARN. */
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly messageGroupId: string | undefined;
  readonly caller: Caller;
  readonly executionId: string;
  readonly scheduledAt: number;
  /** The target's input, text; may tell the attempt, 1 for the first. */
  input(attempt: number): string;
  readonly retries: number;
  readonly longestAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
}

const firstBackoff = 1000;
const longestBackoff = 5 * 60_000;

/**
 * Calls a target until it takes the call, then is done; retries faults and throttles with exponential backoff within
 * the retry policy, and sets aside what is refused or never taken
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html).
 */
export class Delivery {
  readonly #surroundings: Surroundings;
  readonly #ports: SchedulerPorts;

  constructor(surroundings: Surroundings, ports: SchedulerPorts) {
    this.#surroundings = surroundings;
    this.#ports = ports;
  }

  async deliver(firing: Firing): Promise<void> {
    const { clock } = this.#surroundings;
    const startedAt = clock.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#call(firing, firing.input(attempt));
        this.#note(firing, 'delivered', { attempt });
        return;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.#note(firing, 'failed', { attempt, error: error.code, reason: error.message });
        const wait = Math.min(firstBackoff * 2 ** (attempt - 1), longestBackoff);
        const exhausted = this.#exhausted(firing, error, attempt, clock.now() + wait - startedAt);
        if (exhausted !== undefined) return this.#setAside(firing, error, attempt, exhausted);
        await sleep(clock, wait);
      }
    }
  }

  /** What ends the attempts; a call that the target refuses for the caller's fault is not repeated. */
  #exhausted(firing: Firing, error: AwsError, attempt: number, age: number): string | undefined {
    if (error.status < 500 && error.status !== 429 && !/Throttl|TooManyRequests/.test(error.code))
      return 'NotRetryable';
    if (attempt > firing.retries) return 'MaximumRetryAttempts';
    return age > firing.longestAgeSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
  }

  async #call({ targetArn, caller, messageGroupId }: Firing, input: string): Promise<void> {
    const service = targetArn.split(':')[2];
    if (service === 'lambda') await this.#ports.invoke(targetArn, JSON.parse(input), caller);
    else if (service === 'sqs') await this.#ports.sendMessage(targetArn, { body: input, messageGroupId }, caller);
    else await this.#ports.publish(targetArn, input, caller);
  }

  async #setAside(firing: Firing, error: AwsError, attempts: number, exhausted: string): Promise<void> {
    if (firing.deadLetterArn === undefined) return this.#note(firing, 'lost', { attempts, reason: exhausted });
    const message = { body: firing.input(attempts), attributes: deadLetter(firing, error, attempts, exhausted) };
    try {
      await this.#ports.sendMessage(firing.deadLetterArn, message, firing.caller);
      this.#note(firing, 'dead-lettered', { attempts, reason: exhausted, deadLetterArn: firing.deadLetterArn });
    } catch (refusal) {
      if (!(refusal instanceof AwsError)) throw refusal;
      this.#note(firing, 'lost', { attempts, reason: refusal.message, deadLetterArn: firing.deadLetterArn });
    }
  }

  #note({ sourceArn, targetArn, executionId }: Firing, event: string, facts: object): void {
    const entry = { service: 'scheduler', event, resource: sourceArn, target: targetArn, executionId };
    this.#surroundings.journal({ ...entry, ...facts });
  }
}

function deadLetter(
  firing: Firing,
  error: AwsError,
  attempts: number,
  exhausted: string,
): Readonly<Record<string, string>> {
  return {
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message,
    EXECUTION_ID: firing.executionId,
    ...(exhausted !== 'NotRetryable' && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(attempts - 1),
    SCHEDULED_TIME: seconds(firing.scheduledAt),
    SCHEDULE_ARN: firing.sourceArn,
    TARGET_ARN: firing.targetArn,
  };
}

/** `2026-01-01T00:00:00Z` */
export function seconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
