import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';

const storage = new AsyncLocalStorage<Context>();

/** The Lambda context of the invocation under way, for those deep inside who need its remaining time. */
export const invocation = {
  run: <T>(context: Context, work: () => Promise<T>): Promise<T> => storage.run(context, work),
  /** Undefined outside an invocation. */
  context: (): Context | undefined => storage.getStore(),
};
