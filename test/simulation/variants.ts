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

/** The provider gets a new key with each request, as from the many integrations that send none. */
const noProviderKey: Edit = {
  file: `${orders}/payment.ts`,
  find: `      idempotencyKey: paymentKey,\n      body: { key: paymentKey, customerId, amount, currency },`,
  replace: `      idempotencyKey: \`\${paymentKey}~\${Math.random()}\`,\n      body: { customerId, amount, currency },`,
};

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

/** Four ways of guarding the same orders. */
export const variants: readonly Variant[] = [
  { name: 'no idempotency', edits: [unconditional, noProviderKey, unremembered] },
  {
    name: 'Powertools keyed by message id',
    edits: [unconditional, noProviderKey, rememberedByMessage, keyedByMessage],
  },
  { name: 'Powertools keyed by order id', edits: [unconditional, noProviderKey] },
  { name: 'Spillway', edits: [] },
];
