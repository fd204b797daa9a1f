import { readFileSync } from 'node:fs';

/** Outputs by name, of all stacks in a file that `cdk deploy --outputs-file` wrote. */
export function readOutputs(file: string): Record<string, string> {
  const stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  return Object.assign({}, ...Object.values(stacks)) as Record<string, string>;
}
