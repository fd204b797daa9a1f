/** A small shop: enough to order from, to run out of, and to be declined in. */
export const customers = [
  { customerId: 'ada', tier: 'vip', email: 'ada@example.com' },
  { customerId: 'grace', tier: 'standard', email: 'grace@example.com' },
  { customerId: 'linus', tier: 'standard', email: 'linus@example.com' },
  /** The payment stand-in declines this one. */
  { customerId: 'broke', tier: 'standard', email: 'broke@example.com' },
];

/** Prices in minor units. */
export const products = [
  { sku: 'tea', price: 450, currency: 'EUR', available: 1_000_000 },
  { sku: 'coffee', price: 890, currency: 'EUR', available: 1_000_000 },
  { sku: 'teapot', price: 3900, currency: 'EUR', available: 5 },
  { sku: 'samovar', price: 24_900, currency: 'EUR', available: 0 },
].map((product) => ({ ...product, reserved: 0, sold: 0 }));

/** How the payment stand-in behaves until told otherwise. */
export const paymentBehaviour = {
  rules: [{ operation: 'charge', decline: 'no-funds', match: { customerId: 'broke' } }],
};
