export const customers = [
  { customerId: 'ada', tier: 'vip', email: 'ada@example.com' },
  { customerId: 'grace', tier: 'standard', email: 'grace@example.com' },
  { customerId: 'linus', tier: 'standard', email: 'linus@example.com' },
  { customerId: 'broke', tier: 'standard', email: 'broke@example.com' },
];

/** Stock small enough to run out of, so that the last unit is fought over. */
export const products = [
  { sku: 'tea', price: 450, currency: 'EUR', available: 1000 },
  { sku: 'coffee', price: 890, currency: 'EUR', available: 12 },
  { sku: 'teapot', price: 3900, currency: 'EUR', available: 2 },
].map((product) => ({ ...product, reserved: 0, sold: 0 }));
