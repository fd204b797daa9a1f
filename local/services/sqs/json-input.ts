import { isObject } from '../json-object.ts';
import { serializationError } from './errors.ts';
import type { AwsError } from '../aws-error.ts';

const NUMBERS = new Set([
  'DelaySeconds',
  'MaxNumberOfMessages',
  'MaxNumberOfMessagesPerSecond',
  'MaxResults',
  'VisibilityTimeout',
  'WaitTimeSeconds',
]);
const STRING_LISTS = new Set([
  'AWSAccountIds',
  'Actions',
  'AttributeNames',
  'BinaryListValues',
  'MessageAttributeNames',
  'MessageSystemAttributeNames',
  'StringListValues',
  'TagKeys',
]);
const STRING_MAPS = new Set(['Attributes', 'Tags', 'tags']);
const STRUCTURE_MAPS = new Set(['MessageAttributes', 'MessageSystemAttributes']);

/**
 * Leaves out nulls, reads numbers as text and the reverse as AWS does, and refuses members of another shape, so that
 * actions can trust their input.
 *
 * @throws AwsError `SerializationException`
 */
export function checkJsonInput(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    checked[name] = checkMember(name, value);
  }
  return checked;
}

function checkMember(name: string, value: unknown): unknown {
  if (NUMBERS.has(name)) return number(value);
  if (name === 'Entries') return list(value).map((entry) => checkJsonInput(structure(entry)));
  if (STRING_LISTS.has(name)) return list(value).map(text);
  if (STRING_MAPS.has(name)) return mapValues(structure(value), text);
  if (STRUCTURE_MAPS.has(name)) return mapValues(structure(value), (each) => checkJsonInput(structure(each)));
  return text(value);
}

function mapValues(map: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  const given = Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, change(value)]));
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw typeof value === 'object' ? misplaced(value) : serializationError('Expected list or null');
}

function structure(value: unknown): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw Array.isArray(value) ? misplaced(value) : serializationError('Unexpected field type');
}

function number(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  if (typeof value === 'object') throw misplaced(value);
  throw serializationError(`${typeOf(value)} can not be converted to an Integer`);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw misplaced(value);
}

function misplaced(value: unknown): AwsError {
  return serializationError(
    Array.isArray(value)
      ? 'Start of list found where not expected'
      : 'Start of structure or map found where not expected.',
  );
}

function typeOf(value: unknown): string {
  return typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : 'STRING_VALUE';
}
