import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { OrderPlaced } from '../../contracts/orders.ts';

const size = 10;
const batches = 40;

Object.assign(process.env, {
  QUEUE_URL: 'http://bench.invalid/0/q',
  DEAD_LETTER_QUEUE_URL: 'http://bench.invalid/0/d',
  MAX_RECEIVE_COUNT: '30',
  BACKOFF_BASE_SECONDS: '4',
  BACKOFF_CAP_SECONDS: '300',
  FAILURE_TABLE: 'failures',
  IDEMPOTENCY_TABLE: 'idempotency',
  IDEMPOTENCY_SECONDS: '3600',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  // One line a batch on stdout would be measured with it.
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_METRICS_NAMESPACE: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
});

/** Both contenders as functions that give microseconds per message; DynamoDB answers every call at once with success. */
export async function oursAndPlain() {
  const { consume } = await import('../../lambdas/messaging/consume.ts');
  const { once } = await import('../../lambdas/messaging/once.ts');
  const { dynamodb } = await import('../../lambdas/messaging/aws/dynamodb.ts');
  const { orderPlacedSchema } = await import('../../contracts/orders.ts');
  const { envelope } = await import('../../lambdas/messaging/envelope.ts');
  const { derivedId } = await import('../../lambdas/messaging/ids.ts');
  const { BatchProcessor, EventType, processPartialResponse } = await import('@aws-lambda-powertools/batch');
  const { IdempotencyConfig, makeIdempotent } = await import('@aws-lambda-powertools/idempotency');
  const { DynamoDBPersistenceLayer } = await import('@aws-lambda-powertools/idempotency/dynamodb');
  dynamodb.send = (async () => ({})) as never;

  const work = async (): Promise<{ ok: true }> => ({ ok: true });
  const call = once({ operation: 'bench', key: ({ subject }: OrderPlaced) => subject, run: work });
  const ours = consume({ schema: orderPlacedSchema, handle: async (message) => void (await call(message)) });

  const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: dynamodb });
  const config = new IdempotencyConfig({ throwOnNoIdempotencyKey: true });
  const idempotent = makeIdempotent(async (_key: string) => work(), { persistenceStore, config, keyPrefix: 'plain' });
  const processor = new BatchProcessor(EventType.SQS);
  const plain = (event: SQSEvent, context: Context) => {
    config.registerLambdaContext(context);
    return processPartialResponse(
      event,
      async (record: SQSRecord) => idempotent(orderPlacedSchema.parse(JSON.parse(record.body)).subject),
      processor,
      { context, throwOnFullBatchFailure: false },
    );
  };

  let serial = 0;
  const event = (): SQSEvent => ({
    Records: Array.from({ length: size }, () => {
      const orderId = derivedId('bench', String((serial += 1)));
      const data = {
        orderId,
        customerId: 'ada',
        items: [{ sku: 'tea', quantity: 1, unitPrice: 450 }],
        total: { amount: 450, currency: 'EUR' },
      };
      const body = JSON.stringify(
        envelope({
          type: 'order.placed',
          subject: orderId,
          transition: '1',
          data,
          cause: { correlationId: 'c', causationId: 'c' },
          at: 0,
        }),
      );
      return {
        messageId: orderId,
        receiptHandle: orderId,
        body,
        attributes: { ApproximateReceiveCount: '1' },
        eventSourceARN: 'arn:aws:sqs:us-east-1:0:q',
        eventSource: 'aws:sqs',
      } as unknown as SQSRecord;
    }),
  });
  const context = { getRemainingTimeInMillis: () => 30_000 } as Context;
  const timed = (handler: (event: SQSEvent, context: Context) => Promise<unknown>) => async (): Promise<number> => {
    const events = Array.from({ length: batches }, event);
    const started = performance.now();
    for (const each of events) await handler(each, context);
    return ((performance.now() - started) * 1000) / (batches * size);
  };
  return { ours: timed(ours), plain: timed(plain) };
}
