import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { CloudWatch } from '../../../local/services/cloudwatch/cloudwatch.ts';
import { CloudWatchService } from '../../../local/services/cloudwatch/cloudwatch-service.ts';
import { clientOptions } from '../sdk.ts';
import type { QueueDepth } from '../../../local/services/cloudwatch/ports.ts';
import type { JournalEntry, Surroundings } from '../../../local/services/service.ts';

export interface Notice {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: Record<string, unknown>;
  readonly alarmArn: string;
}

/** A CloudWatch engine with a stock client in front and topics that remember. */
export class Scene {
  readonly clock = new VirtualClock();
  readonly journal: JournalEntry[] = [];
  readonly notices: Notice[] = [];
  queues: QueueDepth[] = [];
  readonly cloudwatch: CloudWatch;
  readonly client: CloudWatchClient;

  constructor() {
    const surroundings: Surroundings = {
      clock: this.clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => this.journal.push(entry),
    };
    this.cloudwatch = new CloudWatch(surroundings, {
      publish: (topicArn, subject, message, alarmArn) =>
        this.notices.push({ topicArn, subject, message: JSON.parse(message) as Record<string, unknown>, alarmArn }),
      queues: () => this.queues,
    });
    this.client = new CloudWatchClient(clientOptions(new CloudWatchService(this.cloudwatch)));
  }

  async minutes(count: number): Promise<void> {
    await this.clock.advance(count * 60_000);
  }

  now(): Date {
    return new Date(this.clock.now());
  }

  ago(minutes: number): Date {
    return new Date(this.clock.now() - minutes * 60_000);
  }

  stateOf(alarm: string): string | undefined {
    return this.cloudwatch.store.alarms.get(alarm)?.state.value;
  }
}
