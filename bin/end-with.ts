/** Says in one line why a command ends, with exit code 1. */
export function endWith(command: string, error: unknown): void {
  process.stderr.write(`${command}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
