import type { QuoteAnswer } from '../../contracts/quotes.ts';
import { Problem } from '../http/problem.ts';
import { price, readProducts } from '../orders/catalogue.ts';

/** Prices what was asked for, from our own catalogue. A quote promises no stock. */
export async function priceQuote(items: Parameters<typeof price>[0], table: string): Promise<QuoteAnswer> {
  const products = await readProducts(table, items);
  if (items.some(({ sku }) => !products.has(sku))) return { outcome: 'REFUSED', reason: 'unknown-product' };
  try {
    const { lines, total } = price(items, products);
    return { outcome: 'QUOTED', items: lines, total };
  } catch (error) {
    if (error instanceof Problem) return { outcome: 'REFUSED', reason: 'mixed-currencies' };
    throw error;
  }
}
