import type { Edit } from '../../simulation/handler-code.ts';

export interface Variant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

const orders = 'lambdas/orders';

/** State is written whatever it has become meanwhile. */
const unconditional: Edit = {
  file: `${orders}/order-store.ts`,
  find: `'#status = :status AND #version = :version'`,
  replace: `'attribute_exists(orderId) OR (#status = :status AND #version = :version)'`,
};

/** Replaces the key under which the provider takes a charge. */
const providerKey = (key: string, body: string): Edit => ({
  file: `${orders}/payment.ts`,
  find: `      idempotencyKey: paymentKey,\n      body: { key: paymentKey, customerId, amount, currency },`,
  replace: `      idempotencyKey: ${key},\n      body: { ${body}customerId, amount, currency },`,
});

/** A new one with each request, as from the many integrations that send none. */
const noProviderKey = providerKey('`${paymentKey}~${Math.random()}`', '');

const messageKey = '`${paymentKey}~${(request as { messageId?: string }).messageId}`';
const providerKeyedByMessage = providerKey(messageKey, `key: ${messageKey}, `);

const unremembered: Edit = {
  file: `${orders}/process.ts`,
  find: `{ store, charge });`,
  replace: `{ store, charge: (request) => (void charge, payment.charge(request)) });`,
};

const rememberedByMessage: Edit = {
  file: `${orders}/process.ts`,
  find: `{ store, charge });`,
  replace: `{ store, charge: (request) => charge({ ...request, messageId: received.messageId } as ChargeRequest) });`,
};

const keyedByMessage: Edit = {
  file: `${orders}/process.ts`,
  find: `  key: (request: ChargeRequest) => request.paymentKey,`,
  replace: `  key: (request: ChargeRequest) => (request as ChargeRequest & { messageId: string }).messageId,`,
};

/**
 * Ways of guarding the same orders. Each differs from ours in what its name says and nothing else: whether an answer is
 * remembered, by which key, and whether the provider is told that key; the first four write the state of an order
 * without a condition, which is what only ours has.
 */
export const variants: readonly Variant[] = [
  { name: 'no idempotency', edits: [unconditional, noProviderKey, unremembered] },
  {
    name: 'Powertools keyed by message id, provider told that key',
    edits: [unconditional, providerKeyedByMessage, rememberedByMessage, keyedByMessage],
  },
  { name: 'Powertools keyed by order id, provider told no key', edits: [unconditional, noProviderKey] },
  { name: 'Powertools keyed by order id, provider told that key', edits: [unconditional] },
  { name: 'Spillway', edits: [] },
];
