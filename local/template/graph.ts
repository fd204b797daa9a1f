/**
 * Puts every node after those it depends on; nodes that may go in any order keep that of `edges`.
 *
 * @param edges from each node to those it depends on, all of which are nodes themselves
 * @returns the order, or the first cycle: `['A', 'B', 'A']`
 */
export function inOrder(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const order: string[] = [];
  const done = new Set<string>();
  for (const node of edges.keys()) {
    const cycle = visit(node, edges, { order, done, path: [] });
    if (cycle !== undefined) return { cycle };
  }
  return { order };
}

interface Walk {
  readonly order: string[];
  readonly done: Set<string>;
  readonly path: string[];
}

function visit(node: string, edges: ReadonlyMap<string, ReadonlySet<string>>, walk: Walk): string[] | undefined {
  if (walk.done.has(node)) return undefined;
  const seen = walk.path.indexOf(node);
  if (seen >= 0) return [...walk.path.slice(seen), node];
  walk.path.push(node);
  for (const dependency of edges.get(node) ?? []) {
    const cycle = visit(dependency, edges, walk);
    if (cycle !== undefined) return cycle;
  }
  walk.path.pop();
  walk.done.add(node);
  walk.order.push(node);
  return undefined;
}
