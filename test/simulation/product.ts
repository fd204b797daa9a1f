import { readAssembly, type StackArtifact } from '../../local/template/assembly.ts';
import { findEntries } from '../../lib/bundling/entries.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { synthesize } from '../../bin/local/synthesize.ts';
import { HandlerCode, type Edit } from '../../simulation/handler-code.ts';

/** What is simulated: the synthesized stack and the handlers that it names. */
export interface Product {
  readonly stacks: readonly StackArtifact[];
  readonly code: HandlerCode;
}

const entries = findEntries(repositoryRoot).filter((entry) => entry.startsWith('lambdas/'));

/** The product as it stands, or with deliberate bugs in it. Takes seconds: make it once and run many seeds on it. */
export async function product(...edits: readonly Edit[]): Promise<Product> {
  const { folder } = await synthesize();
  return { stacks: readAssembly(folder), code: await HandlerCode.compile(entries, edits) };
}
