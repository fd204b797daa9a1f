import type { Lambda } from './lambda/lambda.ts';
import type { Sqs } from './sqs/sqs.ts';

/** Every engine of one simulated account, wired to one another. */
export interface Cloud {
  readonly lambda: Lambda;
  readonly sqs: Sqs;
}
