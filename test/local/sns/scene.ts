import { SNSClient } from '@aws-sdk/client-sns';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { Sns } from '../../../local/services/sns/sns.ts';
import { SnsService } from '../../../local/services/sns/sns-service.ts';
import { clientOptions, type InProcessOptions } from '../sdk.ts';
import type { SnsPorts, QueueMessage } from '../../../local/services/sns/ports.ts';
import type { Caller, JournalEntry, Surroundings } from '../../../local/services/service.ts';

export interface Arrival extends QueueMessage {
  readonly queue: string;
  readonly caller: Caller;
}

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An SNS engine among recording subscribers, with stock clients in front. */
export class Scene {
  readonly clock = new VirtualClock();
  readonly journal: JournalEntry[] = [];
  readonly arrivals: Arrival[] = [];
  readonly invocations: { readonly functionArn: string; readonly payload: string; readonly caller: Caller }[] = [];
  readonly posts: Post[] = [];
  /** Replace to make the other side refuse: throws what it would throw. */
  refuseQueue: (queue: string) => void = () => {};
  refuseFunction: (functionArn: string) => void = () => {};
  httpStatus: (post: Post) => number = () => 200;
  readonly surroundings: Surroundings;
  readonly sns: Sns;

  constructor(seed = 1) {
    this.surroundings = {
      clock: this.clock,
      random: seededRandom(seed),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => this.journal.push(entry),
    };
    this.sns = new Sns(this.surroundings, this.ports());
  }

  ports(): SnsPorts {
    return {
      sendToQueue: (queueArn, message, caller) => {
        const queue = queueArn.split(':').at(-1)!;
        this.refuseQueue(queue);
        this.arrivals.push({ queue, ...message, caller });
        return `queued-${this.arrivals.length}`;
      },
      invokeFunction: (functionArn, payload, caller) => {
        this.refuseFunction(functionArn);
        this.invocations.push({ functionArn, payload, caller });
      },
      postHttp: async (url, headers, body) => {
        const post = { url, headers, body };
        const status = this.httpStatus(post);
        if (status === 200) this.posts.push(post);
        return status;
      },
    };
  }

  client(options: InProcessOptions = {}): SNSClient {
    return new SNSClient(clientOptions(new SnsService(this.sns), options));
  }

  /** Lets everything due now happen. */
  async settle(): Promise<void> {
    await this.clock.advance(0);
  }

  /** Bodies that arrived in a queue, oldest first. */
  bodies(queue: string): string[] {
    return this.arrivals.filter((arrival) => arrival.queue === queue).map(({ body }) => body);
  }

  events(event: string): JournalEntry[] {
    return this.journal.filter((entry) => entry.event === event);
  }
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:123456789012:${name}`;
}
