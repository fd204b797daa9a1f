/** Ends `npm start` with one line. */
export function fail(error: unknown): never {
  process.stderr.write(`spillway: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
