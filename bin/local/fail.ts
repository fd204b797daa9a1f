import { endWith } from '../end-with.ts';

/** Ends `npm start` at once, with one line. */
export function fail(error: unknown): never {
  endWith('spillway', error);
  process.exit();
}
