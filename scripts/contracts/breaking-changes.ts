import type { JsonSchema } from './json-schema.ts';

/** Words about a schema that change nothing it accepts. */
const annotations: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'examples', 'deprecated']);

/** Keywords that have rules of their own below. */
const structural: ReadonlySet<string> = new Set([
  'properties',
  'required',
  'items',
  'anyOf',
  'enum',
  'additionalProperties',
]);

/**
 * What breaks somebody between two schemas of one published message version. Messages lie in queues for up to 14 days
 * and a deployment is never at once, so old messages must pass the new schema and new messages the old one: the one
 * compatible change is another optional property. Anything else needs a new version.
 *
 * @returns a line for each break, empty where there is none
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, path = 'message'): string[] {
  return [
    ...keywordChanges(before, after, path),
    ...enumChanges(before, after, path),
    ...propertyChanges(before, after, path),
    ...(before.items !== undefined && after.items !== undefined
      ? breakingChanges(before.items, after.items, `${path}[]`)
      : presence('items', before.items, after.items, path)),
    ...alternativeChanges(before, after, path),
    ...opennessChanges(before, after, path),
  ];
}

function keywordChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords]
    .filter((keyword) => !annotations.has(keyword) && !structural.has(keyword))
    .filter((keyword) => !same(before[keyword], after[keyword]))
    .map((keyword) => `${path}: ${keyword} was ${show(before[keyword])}, is ${show(after[keyword])}`);
}

function enumChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [old, young] = [valuesOf(before), valuesOf(after)];
  if (old === undefined || young === undefined) return presence('enum', old, young, path);
  return [
    ...old.filter((value) => !young.includes(value)).map((value) => `${path}: ${show(value)} is no longer allowed`),
    ...young
      .filter((value) => !old.includes(value))
      .map((value) => `${path}: ${show(value)} is new, and readers do not know it`),
  ];
}

function valuesOf({ enum: values }: JsonSchema): readonly unknown[] | undefined {
  return values as readonly unknown[] | undefined;
}

function propertyChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const { properties: old = {}, required: oldRequired = [] } = before;
  const { properties: young = {}, required: youngRequired = [] } = after;
  const closed = before.additionalProperties === false;
  return [...new Set([...Object.keys(old), ...Object.keys(young)])].flatMap((name) => {
    const at = `${path}.${name}`;
    if (young[name] === undefined) return [`${at}: is gone`];
    if (old[name] === undefined) {
      if (youngRequired.includes(name)) return [`${at}: is new and required`];
      return closed ? [`${at}: is new where readers allow nothing new`] : [];
    }
    return [
      ...requirementChange(oldRequired.includes(name), youngRequired.includes(name), at),
      ...breakingChanges(old[name], young[name], at),
    ];
  });
}

function requirementChange(was: boolean, is: boolean, at: string): string[] {
  if (was === is) return [];
  return [is ? `${at}: was optional, is required` : `${at}: was required, is optional`];
}

function alternativeChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [old, young] = [before.anyOf ?? [], after.anyOf ?? []];
  if (old.length !== young.length) return [`${path}: had ${old.length} alternatives, has ${young.length}`];
  return old.flatMap((schema, index) => breakingChanges(schema, young[index]!, `${path}|${index}`));
}

function opennessChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const [old, young] = [before.additionalProperties, after.additionalProperties];
  if (typeof old === 'object' && typeof young === 'object') return breakingChanges(old, young, `${path}.*`);
  return same(old, young) ? [] : [`${path}: additionalProperties was ${show(old)}, is ${show(young)}`];
}

function presence(keyword: string, before: unknown, after: unknown, path: string): string[] {
  if ((before === undefined) === (after === undefined)) return [];
  return [`${path}: ${keyword} ${before === undefined ? 'is new' : 'is gone'}`];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
