import type { XmlValue } from '../protocol/xml.ts';

/** An action's output as the query protocol writes it: lists in `member`, maps as `entry` with `key` and `value`. */
export function toXml(output: object): { [name: string]: XmlValue } {
  return Object.fromEntries(Object.entries(output).map(([name, value]) => [name, member(name, value)]));
}

function member(name: string, value: unknown): XmlValue {
  if (Array.isArray(value)) {
    return { member: value.map((each: unknown) => (isStructure(each) ? toXml(each) : (each as string))) };
  }
  if (!isStructure(value)) return value as string | number | boolean | undefined;
  if (name !== 'Attributes' && name !== 'attributes') return toXml(value);
  return { entry: Object.entries(value).map(([key, text]) => ({ key, value: text as string })) };
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
