import { setAttribute, type AttributeMap, type AttributeValue } from '../values.ts';
import { validation } from '../validation.ts';

type DraftMap = Record<string, AttributeValue>;
/** A removed member keeps its place until the end, so that the other indexes still mean what they meant. */
type DraftList = (AttributeValue | undefined)[];

/** A copy of an item to change: only the maps and lists on the way to a change are copied. */
export class Draft {
  readonly #item: DraftMap;
  readonly #copied = new Set<object>();
  readonly #gaps = new Set<DraftList>();

  constructor(item: AttributeMap) {
    this.#item = { ...item };
  }

  set(parts: readonly (string | number)[], value: AttributeValue): void {
    const parent = this.#parent(parts);
    const last = parts.at(-1)!;
    if (typeof last === 'string') {
      if (parent === undefined || Array.isArray(parent)) throw badPath();
      setAttribute(parent, last, value);
    } else {
      if (!Array.isArray(parent)) throw badPath();
      parent[Math.min(last, parent.length)] = value;
    }
  }

  remove(parts: readonly (string | number)[]): void {
    const parent = this.#parent(parts);
    const last = parts.at(-1)!;
    if (parent === undefined || Array.isArray(parent) !== (typeof last === 'number')) throw badPath();
    if (!Array.isArray(parent)) delete parent[last];
    else if (Number(last) < parent.length) {
      parent[Number(last)] = undefined;
      this.#gaps.add(parent);
    }
  }

  finish(): AttributeMap {
    for (const list of this.#gaps) {
      const kept = list.filter((member) => member !== undefined);
      list.splice(0, list.length, ...kept);
    }
    return this.#item;
  }

  /** The map or list that holds the last part, copied and free to change. */
  #parent(parts: readonly (string | number)[]): DraftMap | DraftList | undefined {
    let parent: DraftMap | DraftList = this.#item;
    for (const part of parts.slice(0, -1)) {
      const child = childOf(parent, part);
      if (child === undefined || !('M' in child || 'L' in child)) throw badPath();
      const own: AttributeValue = this.#own(child);
      if (own !== child) putChild(parent, part, own);
      parent = ('M' in own ? own.M : (own as { L: unknown }).L) as DraftMap | DraftList;
    }
    return parent;
  }

  #own(value: AttributeValue): AttributeValue {
    if (this.#copied.has(value)) return value;
    const copy: AttributeValue =
      'M' in value ? { M: { ...value.M } } : { L: [...(value as { L: AttributeValue[] }).L] };
    this.#copied.add(copy);
    return copy;
  }
}

function childOf(parent: DraftMap | DraftList, part: string | number): AttributeValue | undefined {
  if (Array.isArray(parent)) return typeof part === 'number' ? parent[part] : undefined;
  return typeof part === 'string' && Object.hasOwn(parent, part) ? parent[part] : undefined;
}

function putChild(parent: DraftMap | DraftList, part: string | number, value: AttributeValue): void {
  if (Array.isArray(parent)) parent[Number(part)] = value;
  else setAttribute(parent, String(part), value);
}

function badPath(): Error {
  return validation('The document path provided in the update expression is invalid for update');
}
