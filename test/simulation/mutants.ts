/** One deliberate bug: a text of the product that is read as another. Lives here, so that the product has no switches. */
export interface Mutant {
  readonly name: string;
  /** From the repository's root. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
}

const orders = 'lambdas/orders';

/** Each is a mistake that real systems have been shipped with. */
export const mutants: readonly Mutant[] = [
  {
    name: 'placed-without-condition',
    file: `${orders}/order-store.ts`,
    find: `'attribute_not_exists(orderId)'`,
    replace: `'attribute_not_exists(neverThere)'`,
  },
  {
    name: 'moved-without-condition',
    file: `${orders}/order-store.ts`,
    find: `'#status = :status AND #version = :version'`,
    replace: `'attribute_exists(orderId) OR (#status = :status AND #version = :version)'`,
  },
  {
    name: 'reserved-without-stock',
    file: `${orders}/order-store.ts`,
    find: `condition: 'available >= :quantity'`,
    replace: `condition: 'attribute_exists(sku)'`,
  },
  {
    name: 'stock-kept-by-the-dead',
    file: `${orders}/order-store.ts`,
    find: `if (holdsStock(from) && !holdsStock(to)) {`,
    replace: `if (holdsStock(from) && to === 'REJECTED') {`,
  },
  {
    name: 'payment-key-is-message-id',
    file: `${orders}/process-order.ts`,
    find: `paymentKey: paymentKey(order),`,
    replace: `paymentKey: (cause as unknown as { messageId: string }).messageId ?? paymentKey(order),`,
  },
  {
    name: 'payment-key-is-random',
    file: `${orders}/payment.ts`,
    find: `      idempotencyKey: paymentKey,\n      body: { key: paymentKey, customerId, amount, currency },`,
    replace: `      idempotencyKey: \`\${paymentKey}~\${Math.random()}\`,\n      body: { customerId, amount, currency },`,
  },
  {
    name: 'unknown-charge-is-declined',
    file: `${orders}/payment.ts`,
    find: `    return outcomeOf(answer.status, answer.body);\n  }\n\n  async lookUp`,
    replace: `    return outcomeOf(answer.status, answer.body);\n  }\n\n  async lookUp`,
  },
  {
    name: 'no-compensation',
    file: `${orders}/order-messages.ts`,
    find: `if (from === 'CHARGING' && (order.status === 'CANCELLED' || order.status === 'PARKED')) {`,
    replace: `if (from === 'CHARGING' && order.status === 'PARKED') {`,
  },
  {
    name: 'completed-can-be-cancelled',
    file: `${orders}/order.ts`,
    find: `COMPLETED: [],`,
    replace: `COMPLETED: ['CANCELLED'],`,
  },
  {
    name: 'key-without-customer',
    file: `${orders}/place-order.ts`,
    find: `derivedId(customerId, idempotencyKey)`,
    replace: `derivedId(idempotencyKey)`,
  },
  {
    name: 'other-body-accepted',
    file: `${orders}/place-order.ts`,
    find: `if (existing.requestHash !== requestHash) throw`,
    replace: `if (existing.requestHash === 'never') throw`,
  },
  {
    name: 'completion-not-announced',
    file: `${orders}/order-messages.ts`,
    find: `if (event !== undefined) messages.push`,
    replace: `if (event !== undefined && order.version % 2 === 1) messages.push`,
  },
  {
    name: 'acknowledged-on-error',
    file: 'lambdas/messaging/consume.ts',
    find: `    count('MessagesRetried');\n    throw error;`,
    replace: `    count('MessagesRetried');`,
  },
  {
    name: 'set-aside-without-a-copy',
    file: 'lambdas/messaging/consume.ts',
    find: `        await sendToDeadLetterQueue(this.#deadLetterQueueUrl, record, failure);\n`,
    replace: `        void sendToDeadLetterQueue;\n`,
  },
  {
    name: 'sync-fifo-processor',
    file: 'lambdas/messaging/consume.ts',
    find: `return processPartialResponse(event, deliver, new SqsFifoPartialProcessorAsync(),`,
    replace: `return batch.processPartialResponseSync(event, deliver, new batch.SqsFifoPartialProcessor(),`,
  },
  {
    name: 'failed-entries-ignored',
    file: 'lambdas/messaging/produce.ts',
    find: `      new SendMessageBatchCommand({`,
    replace: `      new SendMessageBatchCommand({`,
  },
  {
    name: 'marked-before-sent',
    file: 'lambdas/operations/send-rows.ts',
    find: `  const sent: OutboxRow[] = [];`,
    replace: `  await markSent(rows);\n  const sent: OutboxRow[] = [];`,
  },
  {
    name: 'random-event-ids',
    file: 'lambdas/operations/send-rows.ts',
    find: `    body: row.body,`,
    replace: `    body: JSON.stringify({ ...JSON.parse(row.body), id: (require('node:crypto') as typeof import('node:crypto')).randomUUID() }),`,
  },
  {
    name: 'expiry-in-milliseconds',
    file: 'lambdas/messaging/clock.ts',
    find: `Math.floor(milliseconds / 1000)`,
    replace: `Math.floor(milliseconds)`,
  },
  {
    name: 'same-key-after-void',
    file: `${orders}/order-store.ts`,
    find: `round: order.round + (returns ? 1 : 0),`,
    replace: `round: order.round,`,
  },
];
