import { assumptions } from './assumptions.ts';
import type { Quantities } from './prices.ts';

/** One step of a design as textbooks have it, with what it asks for. */
export interface Step {
  readonly what: string;
  readonly asks: Quantities;
}

const gigabyteSeconds = (invocations: number): number =>
  (invocations * assumptions.millisecondsPerInvocation * assumptions.gigabytes) / 1000;
const invocation = { lambdaRequest: 1, lambdaGigabyteSecond: gigabyteSeconds(1) };

/**
 * The same work the way it is usually first written: send after saving, one message at a time, a look-up before each
 * effect for idempotency, deletion message by message. It loses what falls between two writes and doubles what is
 * delivered twice at once; its price is what safety is compared with.
 */
export const naive: Readonly<Record<string, readonly Step[]>> = {
  orders: [
    {
      what: 'POST: save the order, then send it',
      asks: { httpApiRequest: 1, ...invocation, dynamodbWriteUnit: 1, sqsStandardRequest: 1 },
    },
    { what: 'worker: receive and delete', asks: { ...invocation, sqsStandardRequest: 2 } },
    { what: 'worker: look for it among the processed', asks: { dynamodbReadUnit: 1 } },
    { what: 'worker: stock and processed mark in a transaction', asks: { dynamodbWriteUnit: 4 } },
    { what: 'worker: status, then publish', asks: { dynamodbWriteUnit: 1, snsPublish: 1 } },
    {
      what: 'three subscribers: receive and delete',
      asks: { sqsStandardRequest: 6, lambdaRequest: 3, lambdaGigabyteSecond: gigabyteSeconds(3) },
    },
    { what: 'three subscribers: look for it, do it, mark it', asks: { dynamodbReadUnit: 3, dynamodbWriteUnit: 3 } },
  ],
  users: [
    {
      what: 'POST: save the user, then publish',
      asks: { httpApiRequest: 1, ...invocation, dynamodbWriteUnit: 1, snsPublish: 1 },
    },
    {
      what: 'three subscribers: receive and delete',
      asks: { sqsStandardRequest: 6, lambdaRequest: 3, lambdaGigabyteSecond: gigabyteSeconds(3) },
    },
    { what: 'three subscribers: look for it, do it, mark it', asks: { dynamodbReadUnit: 3, dynamodbWriteUnit: 3 } },
  ],
};

export function sum(steps: readonly Step[]): Quantities {
  const all: Record<string, number> = {};
  for (const { asks } of steps)
    for (const [name, quantity] of Object.entries(asks)) all[name] = (all[name] ?? 0) + quantity;
  return all;
}
