import { setAttribute, type AttributeMap, type AttributeValue } from '../values.ts';
import type { Path } from './ast.ts';

/** What to keep of a value: everything, or some of its parts. */
type Mask = Map<string | number, Mask> | true;

/** The parts of `item` that `paths` (bound, without overlaps) name, in their nesting; list members close up. */
export function project(item: AttributeMap, paths: readonly Path[]): AttributeMap {
  return keepMap(item, maskOf(paths));
}

function maskOf(paths: readonly Path[]): Map<string | number, Mask> {
  const root = new Map<string | number, Mask>();
  for (const { parts } of paths) {
    let node = root;
    parts.forEach((part, index) => {
      if (index === parts.length - 1) {
        node.set(part, true);
        return;
      }
      let child = node.get(part);
      if (!(child instanceof Map)) node.set(part, (child = new Map<string | number, Mask>()));
      node = child;
    });
  }
  return root;
}

function keepMap(map: AttributeMap, mask: Map<string | number, Mask>): AttributeMap {
  const kept: Record<string, AttributeValue> = {};
  for (const [name, inner] of mask) {
    if (typeof name === 'number' || !Object.hasOwn(map, name)) continue;
    const value = keep(map[name]!, inner);
    if (value !== undefined) setAttribute(kept, name, value);
  }
  return kept;
}

function keep(value: AttributeValue, mask: Mask): AttributeValue | undefined {
  if (mask === true) return value;
  if ('M' in value) {
    const kept = keepMap(value.M, mask);
    return Object.keys(kept).length === 0 ? undefined : { M: kept };
  }
  if (!('L' in value)) return undefined;
  const indexes = [...mask.keys()].filter((part) => typeof part === 'number').sort((a, b) => a - b);
  const kept = indexes.flatMap((index) => {
    const member = value.L[index];
    return (member === undefined ? undefined : keep(member, mask.get(index)!)) ?? [];
  });
  return kept.length === 0 ? undefined : { L: kept };
}
