import { LambdaClient } from '@aws-sdk/client-lambda';
import { sleep } from '../../../local/clock/clock.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { addMapping } from '../../../local/services/lambda/actions/create-event-source-mapping.ts';
import { addFunction, type NewFunction } from '../../../local/services/lambda/function-settings.ts';
import { LambdaService } from '../../../local/services/lambda/lambda-service.ts';
import { Lambda, type LambdaOptions } from '../../../local/services/lambda/lambda.ts';
import { clientOptions } from '../sdk.ts';
import { QueueOfTests } from './queue-of-tests.ts';
import { StreamOfTests } from './stream-of-tests.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { DestinationMessage } from '../../../local/services/lambda/destinations.ts';
import type { Invocation, Outcome } from '../../../local/services/lambda/execution-environment.ts';
import type { MappingRecord } from '../../../local/services/lambda/mappings/mapping-record.ts';
import type { JournalEntry, Surroundings } from '../../../local/services/service.ts';

export const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:orders';
export const FIFO_QUEUE = `${QUEUE}.fifo`;
export const STREAM = 'arn:aws:dynamodb:us-east-1:123456789012:table/outbox/stream/2026-01-01T00:00:00.000';

/** A handler of a test: what it returns becomes the payload; an Outcome is taken as it is. */
export type TestHandler = (event: never, invocation: Invocation) => unknown;

/** A Lambda engine on a virtual clock, whose functions are plain functions of the test. */
export class Stage {
  readonly clock = new VirtualClock();
  readonly journal: JournalEntry[] = [];
  readonly surroundings: Surroundings = {
    clock: this.clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry) => this.journal.push(entry),
  };
  readonly queues = new QueueOfTests(this.clock);
  readonly streams = new StreamOfTests(this.clock);
  readonly sent: { arn: string; message: DestinationMessage }[] = [];
  readonly handlers = new Map<string, TestHandler>();
  /** How long environments take to load their code. */
  startMilliseconds = 0;
  started = 0;
  stopped = 0;
  readonly lambda: Lambda;

  constructor(options: LambdaOptions = {}) {
    this.lambda = new Lambda(
      this.surroundings,
      {
        environments: (fn) => {
          this.started += 1;
          return {
            start: () => (this.startMilliseconds > 0 ? sleep(this.clock, this.startMilliseconds) : Promise.resolve()),
            invoke: (event, invocation) => this.#invoke(fn.functionName, event, invocation),
            stop: () => {
              this.stopped += 1;
            },
          };
        },
        queues: this.queues,
        streams: this.streams,
        destinations: {
          send: async (arn, message) => {
            this.sent.push({ arn, message });
          },
        },
      },
      options,
    );
  }

  function(name: string, handler: TestHandler, settings: Partial<NewFunction> & { reserved?: number } = {}): void {
    const { reserved, ...rest } = settings;
    this.handlers.set(name, handler);
    addFunction(
      this.lambda,
      {
        functionName: name,
        codePath: '/code',
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        role: 'arn:aws:iam::123456789012:role/r',
        ...rest,
      },
      { reservedConcurrency: reserved },
    );
  }

  map(functionName: string, source: string, input: Partial<CreateEventSourceMappingRequest> = {}): MappingRecord {
    return addMapping(this.lambda, { FunctionName: functionName, EventSourceArn: source, ...input }, true);
  }

  /** Journal entries of one kind. */
  events(event: string): JournalEntry[] {
    return this.journal.filter((entry) => entry.event === event);
  }

  async #invoke(name: string, event: unknown, invocation: Invocation): Promise<Outcome> {
    try {
      const copy = JSON.parse(JSON.stringify(event)) as never;
      const result = await this.handlers.get(name)!(copy, invocation);
      if (isOutcome(result)) return result;
      return { kind: 'ok', payload: JSON.stringify(result ?? null) };
    } catch (error) {
      const { name: errorType, message } = error as Error;
      return { kind: 'error', errorType, errorMessage: message, stack: [] };
    }
  }
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** A stage with a function `f`, and a client of it. */
export function staged(): { stage: Stage; client: LambdaClient } {
  const stage = new Stage();
  stage.function('f', () => undefined, { environment: { A: '1' } });
  return { stage, client: clientOf(stage) };
}

export function clientOf(stage: Stage): LambdaClient {
  return new LambdaClient(clientOptions(new LambdaService(stage.lambda)));
}
