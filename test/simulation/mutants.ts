import type { Edit } from '../../simulation/handler-code.ts';
import type { FaultKind } from './fault-plan.ts';

/** One deliberate bug. */
export interface Mutant extends Edit {
  readonly name: string;
  /** Faults that bring it to light; it is caught among all of them too, only later. */
  readonly faults: readonly FaultKind[];
}

const orders = 'lambdas/orders';
const users = 'lambdas/users';

/** Each is a mistake that real systems have been shipped with. */
export const mutants: readonly Mutant[] = [
  {
    name: 'placed-without-condition',
    file: `${orders}/order-store.ts`,
    find: `'attribute_not_exists(orderId)'`,
    replace: `'attribute_not_exists(neverThere)'`,
    faults: ['client-retries', 'client-other-body', 'lost-reply'],
  },
  {
    name: 'moved-without-condition',
    file: `${orders}/order-store.ts`,
    find: `'#status = :status AND #version = :version'`,
    replace: `'attribute_exists(orderId) OR (#status = :status AND #version = :version)'`,
    faults: ['two-workers', 'cancellations', 'late-request', 'slow-call'],
  },
  {
    name: 'reserved-without-stock',
    file: `${orders}/order-store.ts`,
    find: `condition: 'available >= :quantity'`,
    replace: `condition: 'attribute_exists(sku)'`,
    faults: [],
  },
  {
    name: 'stock-kept-by-the-dead',
    file: `${orders}/order-store.ts`,
    find: `if (holdsStock(from) && !holdsStock(to)) {`,
    replace: `if (holdsStock(from) && to === 'REJECTED') {`,
    faults: ['cancellations', 'payment-slow'],
  },
  {
    name: 'payment-key-is-message-id',
    file: `${orders}/process-order.ts`,
    find: `paymentKey: paymentKey(order),`,
    replace: `paymentKey: (cause as unknown as { messageId: string }).messageId ?? paymentKey(order),`,
    faults: ['duplicate-order-message', 'payment-lost-reply', 'crash-after-call'],
  },
  {
    name: 'payment-key-is-random',
    file: `${orders}/payment.ts`,
    find: `      idempotencyKey: paymentKey,\n      body: { key: paymentKey, customerId, amount, currency },`,
    replace: `      idempotencyKey: \`\${paymentKey}~\${Math.random()}\`,\n      body: { customerId, amount, currency },`,
    faults: ['payment-lost-reply', 'crash-after-call'],
  },
  {
    name: 'unknown-charge-is-declined',
    file: `${orders}/payment.ts`,
    find: `      body: { key: paymentKey, customerId, amount, currency },\n    });`,
    replace: `      body: { key: paymentKey, customerId, amount, currency },\n    }).catch(() => ({ status: 402, body: { code: 'declined' } as Record<string, unknown> }));`,
    faults: ['payment-lost-reply'],
  },
  {
    name: 'no-compensation',
    file: `${orders}/order-messages.ts`,
    find: `if (from === 'CHARGING' && (order.status === 'CANCELLED' || order.status === 'PARKED')) {`,
    replace: `if (from === 'CHARGING' && order.status === 'PARKED') {`,
    faults: ['cancellations', 'payment-slow'],
  },
  {
    name: 'completed-can-be-cancelled',
    file: `${orders}/order.ts`,
    find: `COMPLETED: [],`,
    replace: `COMPLETED: ['CANCELLED'],`,
    faults: ['cancellations'],
  },
  {
    name: 'key-without-customer',
    file: `${orders}/place-order.ts`,
    find: `derivedId(customerId, idempotencyKey)`,
    replace: `derivedId(idempotencyKey)`,
    faults: [],
  },
  {
    name: 'other-body-accepted',
    file: `${orders}/place-order.ts`,
    find: `if (existing.requestHash !== requestHash) throw`,
    replace: `if (existing.requestHash === 'never') throw`,
    faults: ['client-other-body'],
  },
  {
    name: 'completion-not-announced',
    file: `${orders}/order-messages.ts`,
    find: `if (event !== undefined) messages.push`,
    replace: `if (event !== undefined && order.version % 2 === 1) messages.push`,
    faults: [],
  },
  {
    name: 'acknowledged-on-error',
    file: 'lambdas/messaging/consume.ts',
    find: `    count('MessagesRetried');\n    throw error;`,
    replace: `    count('MessagesRetried');`,
    faults: ['payment-down'],
  },
  {
    name: 'set-aside-without-a-copy',
    file: 'lambdas/messaging/consume.ts',
    find: `        await sendToDeadLetterQueue(this.#deadLetterQueueUrl, record, failure);\n`,
    replace: `        void sendToDeadLetterQueue;\n`,
    faults: ['poison-message'],
  },
  {
    name: 'sync-fifo-processor',
    file: 'lambdas/messaging/consume.ts',
    find: `return processPartialResponse(event, deliver, new SqsFifoPartialProcessorAsync(),`,
    replace: `return require('@aws-lambda-powertools/batch').processPartialResponseSync(event, deliver, new (require('@aws-lambda-powertools/batch').SqsFifoPartialProcessor)(),`,
    faults: ['payment-down'],
  },
  {
    name: 'failed-entries-ignored',
    file: 'lambdas/messaging/produce.ts',
    find: `    return Failed.map((entry) => ({ id: entry.Id!, code: entry.Code!, senderFault: entry.SenderFault === true }));\n  };\n  await deliver(chunk(messages, sqsLimits), send);`,
    replace: `    void Failed;\n    return [];\n  };\n  await deliver(chunk(messages, sqsLimits), send);`,
    faults: ['failed-entries'],
  },
  {
    name: 'marked-before-sent',
    file: 'lambdas/operations/send-rows.ts',
    find: `  const sent: OutboxRow[] = [];`,
    replace: `  await markSent(rows);\n  const sent: OutboxRow[] = [];`,
    faults: ['crash-before-call', 'crash-after-call', 'stuck-relay'],
  },
  {
    name: 'random-event-ids',
    file: 'lambdas/operations/send-rows.ts',
    find: `    body: row.body,`,
    replace: `    body: JSON.stringify({ ...JSON.parse(row.body), id: (require('node:crypto') as typeof import('node:crypto')).randomUUID() }),`,
    faults: ['crash-after-call', 'failed-entries', 'stuck-relay'],
  },
  {
    name: 'expiry-in-milliseconds',
    file: 'lambdas/messaging/clock.ts',
    find: `Math.floor(milliseconds / 1000)`,
    replace: `Math.floor(milliseconds)`,
    faults: [],
  },
  {
    name: 'same-key-after-void',
    file: `${orders}/order-store.ts`,
    find: `round: order.round + (returns ? 1 : 0),`,
    replace: `round: order.round,`,
    faults: ['crashing-message', 'redrive'],
  },
  {
    name: 'charged-before-it-is-written',
    file: `${orders}/process-order.ts`,
    find: `      return settled(await ports.store.move(order, 'CHARGING', cause), order);`,
    replace: `      if ((await ports.charge({ paymentKey: paymentKey(order), customerId: order.customerId, amount: order.total.amount, currency: order.total.currency })) === 'voided') throw new RetryLater('voided');\n      return settled(await ports.store.move(order, 'CHARGING', cause), order);`,
    faults: ['cancellations', 'payment-slow', 'slow-call'],
  },
  {
    name: 'events-outside-the-transaction',
    file: `${orders}/order-store.ts`,
    find: `        ...outboxWrites(this.#outbox, order.orderId, next.version, causedBy(next, order.status, cause, now), now),\n      ]);`,
    replace: `      ]);\n      const events = outboxWrites(this.#outbox, order.orderId, next.version, causedBy(next, order.status, cause, now), now);\n      if (events.length > 0) await transaction(events);`,
    faults: ['crash-before-call', 'crash-after-call', 'out-of-memory'],
  },
  {
    name: 'voids-only-what-it-sees',
    file: `${orders}/compensate.ts`,
    find: `if (found !== 'voided') await`,
    replace: `if (found === 'charged') await`,
    faults: ['cancellations', 'payment-slow', 'payment-down'],
  },
  {
    name: 'notification-key-is-random',
    file: `${orders}/notify-customer.ts`,
    find: `pushOnce(id, {`,
    replace: `pushOnce(String(Math.random()), {`,
    faults: ['crash-after-call', 'late-replay'],
  },
  {
    name: 'sale-key-is-random',
    file: `${orders}/record-sale.ts`,
    find: `    eventId: id,`,
    replace: `    eventId: id + Math.random(),`,
    faults: ['crash-after-call', 'lost-delete', 'lost-reply'],
  },
  {
    name: 'reads-decide-the-stock',
    file: `${orders}/order-store.ts`,
    find: `        ...(change.condition !== undefined && { condition: change.condition }),\n`,
    replace: ``,
    faults: [],
  },
  {
    name: 'half-open-admits-all',
    file: 'lambdas/messaging/breaker.ts',
    find: `if (!(await this.#store.takePermit(row, permit))) throw refused(row, verdictSeconds);`,
    replace: `await this.#store.takePermit(row, permit);`,
    faults: ['payment-down'],
  },
  {
    name: 'open-lets-calls-through',
    file: 'lambdas/messaging/breaker.ts',
    find: `if (row.state === 'OPEN') throw refused(row, this.#secondsToProbe(row));`,
    replace: `if (row.state === 'OPEN') return undefined;`,
    faults: ['payment-down'],
  },
  {
    name: 'open-burns-receives',
    file: 'lambdas/messaging/consume.ts',
    find: `    if (error instanceof CircuitOpen) {`,
    replace: `    if (error instanceof CircuitOpen) {\n      batch.delays.set(record.messageId, 0);`,
    faults: ['payment-down'],
  },
  {
    name: 'breaker-moves-without-condition',
    file: 'lambdas/messaging/breaker/store.ts',
    find: `put(table, { ...next }, this.#unchanged(row)),`,
    replace: `put(table, { ...next }),`,
    faults: ['payment-down'],
  },
  {
    name: 'address-without-condition',
    file: `${users}/user-store.ts`,
    find: `'attribute_not_exists(email)'`,
    replace: `'attribute_not_exists(neverThere)'`,
    faults: [],
  },
  {
    name: 'registration-not-announced',
    file: `${users}/user-store.ts`,
    find: `        ...outboxWrites(this.#outbox, row.userId, 1, [registered(row, cause, now)], now),\n`,
    replace: ``,
    faults: [],
  },
  {
    name: 'registration-key-is-random',
    file: `${users}/record-registrations.ts`,
    find: `{ eventId: id,`,
    replace: `{ eventId: id + Math.random(),`,
    faults: ['lost-delete', 'two-workers', 'late-replay'],
  },
  {
    name: 'user-notified-under-a-random-key',
    file: `${users}/notify-user.ts`,
    find: `pushOnce(id, {`,
    replace: `pushOnce(String(Math.random()), {`,
    faults: ['crash-after-call', 'late-replay'],
  },
];
