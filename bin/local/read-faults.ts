import { readFileSync } from 'node:fs';
import { parseFaults } from '../../local/faults/parse.ts';
import type { FaultRule } from '../../local/faults/rule.ts';

/**
 * The rules of `--faults`: JSON, or a file that holds it.
 *
 * @throws Error in one line
 */
export function readFaults(given: string): readonly FaultRule[] {
  const inline = /^\s*[[{]/.test(given);
  try {
    return parseFaults(JSON.parse(inline ? given : readFileSync(given, 'utf8')));
  } catch (cause) {
    throw new Error(`--faults ${inline ? '' : `${given}: `}${(cause as Error).message}`, { cause });
  }
}
