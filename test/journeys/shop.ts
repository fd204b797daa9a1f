import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { derivedId } from '../../lambdas/messaging/ids.ts';
import { eventually, type ApiAnswer, type Target } from './target.ts';

export interface Stock {
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

let run = 0;

/** What a journey says and asks, in the words of the shop. Every journey has a key space of its own. */
export class Shop {
  readonly target: Target;
  readonly #run = `${process.pid}-${(run += 1)}`;

  constructor(target: Target) {
    this.target = target;
  }

  key(name: string): string {
    return `${this.#run}-${name}`;
  }

  /** A product that only this journey sells. */
  async product(available: number, price = 1000): Promise<string> {
    const sku = `sku-${this.#run}`;
    const Item = { sku, price, currency: 'EUR', available, reserved: 0, sold: 0 };
    await this.target.dynamodb.send(new PutCommand({ TableName: this.target.outputs['CatalogueTable']!, Item }));
    return sku;
  }

  place(customerId: string, key: string, sku: string, quantity = 1): Promise<ApiAnswer> {
    return this.placeBody(key, JSON.stringify({ customerId, items: [{ sku, quantity }] }));
  }

  placeBody(key: string, body: string): Promise<ApiAnswer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': this.key(key) };
    return this.target.api('POST', '/orders', { headers, body });
  }

  async accepted(customerId: string, key: string, sku: string, quantity = 1): Promise<string> {
    const answer = await this.place(customerId, key, sku, quantity);
    if (answer.status !== 202) throw new Error(`Not accepted: ${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['orderId']);
  }

  orderId(customerId: string, key: string): string {
    return derivedId(customerId, this.key(key));
  }

  async status(orderId: string): Promise<string> {
    return String((await this.target.api('GET', `/orders/${orderId}`)).body['status']);
  }

  /** Waits for a status; where the target can turn time, passes it in steps of `step` seconds. */
  async becomes(orderId: string, status: string, step = 0): Promise<void> {
    await eventually(`order ${orderId} is ${status}`, async () => {
      if ((await this.status(orderId)) === status) return true;
      if (step > 0) await this.target.passTime(step);
      return false;
    });
  }

  async stock(sku: string): Promise<Stock> {
    const { Item } = await this.target.dynamodb.send(
      new GetCommand({ TableName: this.target.outputs['CatalogueTable']!, Key: { sku }, ConsistentRead: true }),
    );
    const { available, reserved, sold } = Item as Stock;
    return { available, reserved, sold };
  }

  async sales(orderId: string): Promise<number> {
    const { Items = [] } = await this.target.dynamodb.send(
      new ScanCommand({ TableName: this.target.outputs['SalesTable']! }),
    );
    return Items.filter((item) => item['orderId'] === orderId).length;
  }

  /** What the outside world holds for one order. */
  async outside(orderId: string) {
    const { charges, messages, notifications } = await this.target.outside();
    return {
      charges: charges.filter(({ key }) => key.startsWith(orderId)),
      mails: messages.filter(({ subject }) => subject.includes(orderId)).length,
      pushes: notifications.filter(({ body }) => body.includes(orderId)).length,
    };
  }
}
