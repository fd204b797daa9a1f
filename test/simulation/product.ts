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

/** By the assembly's folder, whose name stands for every source. */
const unedited = new Map<string, Promise<Product>>();

/** The product as it stands, or with deliberate bugs in it. The first takes a second; made once, many seeds run on it. */
export async function product(...edits: readonly Edit[]): Promise<Product> {
  const { folder } = await synthesize();
  const known = unedited.get(folder) ?? compiled(folder);
  unedited.set(folder, known);
  const plain = await known;
  return edits.length === 0 ? plain : { ...plain, code: await HandlerCode.compile(entries, edits) };
}

async function compiled(folder: string): Promise<Product> {
  return { stacks: readAssembly(folder), code: await HandlerCode.compile(entries) };
}
