import { AwsError } from '../aws-error.ts';

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

/** Leaves out nulls and refuses members of the wrong type, so that actions can trust their input. */
export function checkJsonInput(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    checked[name] = checkMember(name, value);
  }
  return checked;
}

function checkMember(name: string, value: unknown): unknown {
  if (NUMBERS.has(name)) return expectKind(name, value, 'number');
  if (name === 'Entries') return list(name, value).map((entry) => checkJsonInput(structure(name, entry)));
  if (STRING_LISTS.has(name)) return list(name, value).map((each) => expectKind(name, each, 'string'));
  if (STRING_MAPS.has(name)) {
    return mapValues(structure(name, value), (each) => expectKind(name, each, 'string'));
  }
  if (STRUCTURE_MAPS.has(name))
    return mapValues(structure(name, value), (each) => checkJsonInput(structure(name, each)));
  return expectKind(name, value, 'string');
}

function mapValues(map: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function list(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw wrongType(name);
}

function structure(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrongType(name);
}

function expectKind(name: string, value: unknown, kind: 'number' | 'string'): unknown {
  if (typeof value === kind) return value;
  throw wrongType(name);
}

function wrongType(name: string): AwsError {
  return new AwsError('SerializationException', `Unexpected type of value for member ${name}`);
}
