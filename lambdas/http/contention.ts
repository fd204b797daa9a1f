import { TransactionRefused } from '../messaging/transaction.ts';
import { Problem } from './problem.ts';

/**
 * The same request twice at the same moment: one is written, the other may be asked to come again.
 *
 * @throws Problem `request-in-progress` where only conflicts stood in the way; what `write` throws
 */
export async function unlessContended<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof TransactionRefused && error.transient)
      throw new Problem('request-in-progress', { retryAfterSeconds: 1, cause: error });
    throw error;
  }
}
