import { SQSClient } from '@aws-sdk/client-sqs';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { faultsAroundGateway } from '../../../local/faults/around-gateway.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import { Sqs } from '../../../local/services/sqs/sqs.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import { DynamoDb } from '../../../local/services/dynamodb/dynamodb.ts';
import { DynamoDbService } from '../../../local/services/dynamodb/dynamodb-service.ts';
import { inProcessHandler } from '../sdk.ts';
import type { FaultRule } from '../../../local/faults/rule.ts';
import type { Call, JournalEntry, Surroundings, WireRequest } from '../../../local/services/service.ts';

export const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: 'r',
  authorize: () => undefined,
};

/** Queues and tables behind a gateway with faults, on a virtual clock. The key `of-relay` signs for a function. */
export class Scene {
  readonly clock = new VirtualClock();
  readonly journal: JournalEntry[] = [];
  readonly killed: string[] = [];
  readonly faults: Faults;
  readonly surroundings: Surroundings = {
    clock: this.clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry) => this.journal.push(entry),
  };
  readonly sqs = new Sqs(this.surroundings);
  readonly dynamodb = new DynamoDb(this.surroundings);
  readonly gateway: Gateway;
  readonly queueUrl: string;

  constructor(rules: readonly FaultRule[] = []) {
    this.faults = new Faults(
      {
        clock: this.clock,
        journal: this.surroundings.journal,
        seed: 1,
        nameOf: (name) => (name === 'Relay1A2B' ? 'operations-relay' : name),
      },
      rules,
    );
    const environment = { functionName: 'Relay1A2B', kill: () => this.killed.push('Relay1A2B') };
    this.gateway = new Gateway([new SqsService(this.sqs), new DynamoDbService(this.dynamodb)], {
      callerOf: (key) => ({ principal: key ?? 'root' }),
      authorizerFor: () => () => undefined,
      nextRequestId: () => 'r',
      around: faultsAroundGateway(this.faults, this.clock, (key) => (key === 'of-relay' ? environment : undefined)),
    });
    this.queueUrl = createQueue(this.sqs, { QueueName: 'orders' }, call).QueueUrl!;
  }

  /** A client that meets every fault once, as it does not try again. */
  client(accessKeyId = 'developer'): SQSClient {
    const handle = (request: WireRequest) => this.gateway.handle(request);
    return new SQSClient({
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey: 'secret' },
      requestHandler: inProcessHandler({ name: 'gateway', handle }),
      maxAttempts: 1,
      endpoint: this.surroundings.endpoint,
    });
  }

  /** Bodies of what is in the queue, in the order they came. */
  get bodies(): string[] {
    return this.sqs.receive(this.sqs.queues()[0]!.arn, { most: 100 }, call).map(({ Body }) => Body);
  }

  get injected(): JournalEntry[] {
    return this.journal.filter(({ event }) => event === 'injected');
  }
}
