import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Money, PlaceOrder, PricedLine } from '../../contracts/orders.ts';
import { Problem } from '../http/problem.ts';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { required } from '../messaging/environment.ts';
import { RetryLater } from '../messaging/errors.ts';

export interface Customer {
  readonly customerId: string;
  readonly tier: string;
  readonly email: string;
}

export interface Product {
  readonly sku: string;
  /** Minor units. */
  readonly price: number;
  readonly currency: string;
}

/** What an order is judged by: our own record of who asks and what things cost. */
export class Catalogue {
  readonly #catalogue = required('catalogueTable');
  readonly #customers = required('customersTable');

  /** Reads the customer and every product of an order in one request. What is not known is left out. */
  async lookUp(
    customerId: string,
    items: PlaceOrder['items'],
  ): Promise<{ customer?: Customer; products: Map<string, Product> }> {
    const { Responses = {}, UnprocessedKeys = {} } = await dynamodb.send(
      new BatchGetItemCommand({
        RequestItems: {
          [this.#customers]: { Keys: [{ customerId: { S: customerId } }] },
          [this.#catalogue]: { Keys: items.map(({ sku }) => ({ sku: { S: sku } })) },
        },
      }),
    );
    if (Object.keys(UnprocessedKeys).length > 0) throw new RetryLater('DynamoDB did not read every item');
    const [customer] = (Responses[this.#customers] ?? []).map((item) => unmarshall(item) as Customer);
    const products = (Responses[this.#catalogue] ?? []).map((item) => unmarshall(item) as Product);
    return {
      ...(customer !== undefined && { customer }),
      products: new Map(products.map((product) => [product.sku, product])),
    };
  }
}

/** Reads products by what was asked for. What is not known is left out. */
export async function readProducts(table: string, items: PlaceOrder['items']): Promise<Map<string, Product>> {
  const { Responses = {}, UnprocessedKeys = {} } = await dynamodb.send(
    new BatchGetItemCommand({ RequestItems: { [table]: { Keys: items.map(({ sku }) => ({ sku: { S: sku } })) } } }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new RetryLater('DynamoDB did not read every item');
  const products = (Responses[table] ?? []).map((item) => unmarshall(item) as Product);
  return new Map(products.map((product) => [product.sku, product]));
}

/**
 * Prices an order's lines; every product must be known.
 *
 * @throws Problem `invalid-request` where the products are sold in different currencies
 */
export function price(
  items: PlaceOrder['items'],
  products: ReadonlyMap<string, Product>,
): { lines: PricedLine[]; total: Money } {
  const lines = items.map(({ sku, quantity }) => ({ sku, quantity, unitPrice: products.get(sku)!.price }));
  const [currency, ...others] = new Set(items.map(({ sku }) => products.get(sku)!.currency));
  if (others.length > 0) throw new Problem('invalid-request', { detail: 'The items are sold in different currencies' });
  return {
    lines,
    total: {
      amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
      currency: currency!,
    },
  };
}
