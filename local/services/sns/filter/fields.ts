import type { Leaf } from './condition.ts';
import type { MessageAttribute } from '../message-attributes.ts';

/** A value found in a message. */
export interface Field {
  readonly leaf: Leaf;
  /** For each array on the way, which of its elements the value came from. */
  readonly elements: ReadonlyMap<string, number>;
}

/** Values by dotted path; a path leads to several where arrays lie on the way. */
export type Fields = ReadonlyMap<string, readonly Field[]>;

const NO_ELEMENTS: ReadonlyMap<string, number> = new Map();

/**
 * The values of a JSON message. SNS flattens names, so `a.b` finds `{"a":{"b":1}}` and `{"a.b":1}` alike.
 *
 * @returns undefined unless the text is a JSON object: then no policy on the body matches
 */
export function bodyFields(text: string): Fields | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined; // not JSON: an ordinary message that a body filter does not match
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const fields = new Map<string, Field[]>();
  gather(body, '', NO_ELEMENTS, fields);
  return fields;
}

function gather(value: unknown, path: string, elements: ReadonlyMap<string, number>, into: Map<string, Field[]>): void {
  if (Array.isArray(value)) {
    // Nested arrays sit at one path: the key tells them apart.
    const array = `${path}#${[...elements.keys()].length}`;
    value.forEach((each, index) => gather(each, path, new Map(elements).set(array, index), into));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      gather(child, path === '' ? key : `${path}.${key}`, elements, into);
    }
  } else {
    const found = into.get(path);
    const field = { leaf: value as Leaf, elements };
    if (found === undefined) into.set(path, [field]);
    else found.push(field);
  }
}

/** The values of message attributes. Binary ones are not compared; a `String.Array` gives one value per element. */
export function attributeFields(attributes: Readonly<Record<string, MessageAttribute>>): Fields {
  const fields = new Map<string, readonly Field[]>();
  for (const [name, { dataType, stringValue }] of Object.entries(attributes)) {
    if (stringValue !== undefined) fields.set(name, leaves(dataType, stringValue).map(alone));
  }
  return fields;
}

function alone(leaf: Leaf): Field {
  return { leaf, elements: NO_ELEMENTS };
}

function leaves(dataType: string, text: string): Leaf[] {
  if (dataType.startsWith('Number')) return [Number(text)];
  if (dataType !== 'String.Array') return [text];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isLeaf) : [];
  } catch {
    return []; // a malformed array matches nothing
  }
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value !== 'object';
}
