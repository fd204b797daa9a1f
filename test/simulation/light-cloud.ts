import { Duration } from 'aws-cdk-lib';
import { synthesize } from '../../bin/local/synthesize.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import type { Outcome } from '../../local/services/lambda/execution-environment.ts';
import type { JournalEntry } from '../../local/services/service.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { provisionAll } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';
import type { LaneWorker } from '../../lib/constructs/priority-lanes.ts';
import { rootCall } from './tables.ts';

export type LaneName = 'Vip' | 'Standard';

/** What became of one message of a lane; times are milliseconds since the epoch. */
export interface Passage {
  readonly sentAt: number;
  receivedAt: number | undefined;
  doneAt: number | undefined;
}

/**
 * The synthesized stack in virtual time with handlers that only take time: queues, event source mappings, concurrency,
 * metrics and alarms are the stack's, at a cost that allows for ten thousand messages.
 */
export class LightCloud {
  readonly clock = new VirtualClock();
  readonly cloud: Cloud;
  /** Alarms that changed, by the last part of their name: `Orders-Lanes-Standard/TooDeep`. */
  readonly alarms: { readonly at: number; readonly name: string; readonly to: string }[] = [];
  readonly #passages = new Map<string, Passage & { readonly lane: string }>();
  #sent = 0;

  /** @param batchMilliseconds what a batch of orders takes, however many they are */
  private constructor(batchMilliseconds: number) {
    const surroundings = {
      clock: this.clock,
      random: seededRandom(1),
      accountId: '000000000000',
      region: 'us-east-1',
      endpoint: 'http://simulated.invalid',
      journal: (entry: JournalEntry) => this.#observe(entry),
    };
    const done: Outcome = { kind: 'ok', payload: 'null' };
    this.cloud = createCloud(surroundings, {
      environments: ({ environment }) => ({
        invoke: (): Promise<Outcome> =>
          environment['POWERTOOLS_SERVICE_NAME'] === 'orders-process'
            ? new Promise((resolve) => this.clock.schedule(this.clock.now() + batchMilliseconds, () => resolve(done)))
            : Promise.resolve(done),
        stop: () => undefined,
      }),
    });
  }

  static async start(batchMilliseconds: number): Promise<LightCloud> {
    const light = new LightCloud(batchMilliseconds);
    const url = 'http://providers.invalid';
    await provisionAll(readAssembly((await synthesize()).folder), light.cloud, resourceTypes, {
      accountId: '000000000000',
      region: 'us-east-1',
      parameters: { PaymentUrl: url, MailUrl: url, PushUrl: url },
    });
    return light;
  }

  stop(): void {
    this.cloud.lambda.stop();
    this.cloud.scheduler.stop();
    this.cloud.cloudwatch.stop();
  }

  /** Sends messages to a lane, each a group of its own as orders are, spread evenly over so many milliseconds. */
  send(lane: LaneName, count: number, over = 0): void {
    const { arn } = this.queue(lane);
    const call = rootCall(this.cloud);
    for (let index = 0; index < count; index++) {
      const id = `m-${(this.#sent += 1)}`;
      this.clock.schedule(this.clock.now() + Math.floor((index * over) / count), () =>
        this.cloud.sqs.send(arn, { MessageBody: id, MessageGroupId: id, MessageDeduplicationId: id }, call),
      );
    }
  }

  queue(lane: LaneName) {
    return this.cloud.sqs.queues().find(({ name }) => name.includes(`-Orders-Lanes-${lane}-`))!;
  }

  /** A lane's consumer, as the template deployed it. */
  consumer(lane: LaneName): LaneWorker {
    const { arn } = this.queue(lane);
    const { store } = this.cloud.lambda;
    const mapping = [...store.mappings.values()].find(({ eventSourceArn }) => eventSourceArn === arn)!;
    const { timeoutSeconds } = store.functions.get(mapping.functionName)!.latest;
    return {
      batchSize: mapping.batchSize,
      maxConcurrency: mapping.maximumConcurrency!,
      function: { timeout: Duration.seconds(timeoutSeconds) },
    };
  }

  /** What was sent to a lane, in that order. */
  passages(lane: LaneName): Passage[] {
    const { arn } = this.queue(lane);
    return [...this.#passages.values()].filter((passage) => passage.lane === arn);
  }

  #observe(entry: JournalEntry): void {
    const at = this.clock.now();
    const { service, event, resource } = entry;
    if (service === 'sqs' && event === 'sent') {
      this.#passages.set(String(entry['messageId']), {
        lane: resource,
        sentAt: at,
        receivedAt: undefined,
        doneAt: undefined,
      });
    } else if (service === 'lambda' && (event === 'received' || event === 'acknowledged')) {
      for (const id of entry['messageIds'] as readonly string[]) {
        const passage = this.#passages.get(id);
        if (passage !== undefined) passage[event === 'received' ? 'receivedAt' : 'doneAt'] ??= at;
      }
    } else if (event === 'alarm-changed') {
      this.alarms.push({ at, name: String(entry['alarmName']), to: String(entry['to']) });
    }
  }
}
