import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sqsRecord } from '../../local/services/lambda/mappings/sqs-record.ts';
import type { Runtime } from '../../local/runtime.ts';
import { startEmbedded } from '../../test/journeys/embedded.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const root = 'arn:aws:iam::000000000000:root';
const context = { getRemainingTimeInMillis: () => 30_000, awsRequestId: 'bench', functionName: 'bench' };

/**
 * The same bundles on the same engines without a runtime: one process requires the handlers and calls them in turn, from
 * the API's event to the last subscriber. What the runtime adds (threads, mappings, journal, HTTP API) is the difference.
 *
 * @returns orders a second
 */
export async function bareLoop(orders: number, concurrency: number): Promise<number> {
  const embedded = await startEmbedded();
  const write = process.stdout.write;
  // Metrics that handlers print would stand between the rows of the report.
  process.stdout.write = () => true;
  try {
    const { cloud, awsUrl } = embedded.runtime;
    cloud.lambda.mappings.stop();
    const loop = new Loop(embedded.runtime, awsUrl);
    await loop.work('warm', 50, concurrency);
    const started = performance.now();
    await loop.work('bench', orders, concurrency);
    return orders / ((performance.now() - started) / 1000);
  } finally {
    process.stdout.write = write;
    await embedded.stop();
  }
}

class Loop {
  readonly #runtime: Runtime;
  readonly #awsUrl: string;
  readonly #place: Handler;
  readonly #relay: Handler;
  readonly #consumers: readonly { readonly queueArn: string; readonly handler: Handler }[];
  readonly #outboxStream: string;
  #position: string | undefined;

  constructor(runtime: Runtime, awsUrl: string) {
    this.#runtime = runtime;
    this.#awsUrl = awsUrl;
    const { functions, mappings } = runtime.cloud.lambda.store;
    const named = (name: string) =>
      [...functions.values()].find(({ latest }) => runtime.nameOf(latest.functionName) === name)!.latest.functionName;
    this.#place = this.#load(named('orders-place'));
    const relay = named('operations-relay');
    this.#relay = this.#load(relay);
    this.#outboxStream = [...mappings.values()].find(({ functionName }) => functionName === relay)!.eventSourceArn;
    this.#consumers = [...mappings.values()]
      .filter(({ kind }) => kind === 'queue')
      .map(({ eventSourceArn, functionName }) => ({ queueArn: eventSourceArn, handler: this.#load(functionName) }));
  }

  async work(run: string, orders: number, concurrency: number): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < orders) await this.#place(orderEvent(`${run}-${next++}`), context);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    while (await this.#drain(concurrency)) {
      // Until neither stream nor queue gave anything.
    }
  }

  /** Everything that waits, once: the outbox's stream, then every queue, batch by batch. */
  async #drain(concurrency: number): Promise<boolean> {
    const relayed = await this.#relayOutbox();
    let handled = false;
    const worker = async (): Promise<void> => {
      for (const { queueArn, handler } of this.#consumers) {
        for (let batch = this.#receive(queueArn); batch.length > 0; batch = this.#receive(queueArn)) {
          handled = true;
          await handler({ Records: batch.map((message) => sqsRecord(message, queueArn)) }, context);
          this.#runtime.cloud.sqs.deleteBatch(
            queueArn,
            batch.map(({ ReceiptHandle }) => ReceiptHandle),
            this.#call(),
          );
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return relayed || handled;
  }

  #receive(queueArn: string) {
    return this.#runtime.cloud.sqs.receive(queueArn, { most: 10 }, this.#call());
  }

  async #relayOutbox(): Promise<boolean> {
    const stream = this.#runtime.cloud.dynamodb
      .streams()
      .find(({ table }) => this.#outboxStream.includes(`/${table}/`));
    const [shard] = stream!.shards;
    const from = this.#position === undefined ? 'TRIM_HORIZON' : { after: this.#position };
    const records = stream!.read(shard!, from, 100, this.#runtime.cloud.sqs.now());
    if (records.length === 0) return false;
    this.#position = records.at(-1)!.dynamodb.SequenceNumber;
    const inserted = records.filter(({ eventName }) => eventName === 'INSERT');
    if (inserted.length > 0) await this.#relay({ Records: inserted }, context);
    return true;
  }

  #call() {
    return { caller: { principal: root }, requestId: 'bench', authorize: () => undefined };
  }

  /** Requires a bundle with its function's variables in place; it reads them while it loads. */
  #load(functionName: string): Handler {
    const { environment, codePath } = this.#runtime.cloud.lambda.record(functionName).latest;
    Object.assign(process.env, environment, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_ENDPOINT_URL: this.#awsUrl,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    });
    const require = createRequire(import.meta.url);
    const file = join(codePath, 'index.js');
    delete require.cache[require.resolve(file)];
    return (require(file) as { handler: Handler }).handler;
  }
}

function orderEvent(key: string): object {
  return {
    version: '2.0',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ customerId: 'ada', items: [{ sku: 'tea', quantity: 1 }] }),
    isBase64Encoded: false,
    requestContext: { requestId: key },
  };
}
