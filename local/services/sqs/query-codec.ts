import { invalidParameter } from './errors.ts';
import { queryInput, queryParameters, type QueryValue } from '../protocol/aws-query.ts';
import type { XmlValue } from '../protocol/xml.ts';
import type { WireRequest } from '../service.ts';

type Input = Record<string, unknown>;

const NUMBERS = [
  'DelaySeconds',
  'MaxNumberOfMessages',
  'MaxNumberOfMessagesPerSecond',
  'MaxResults',
  'VisibilityTimeout',
  'WaitTimeSeconds',
];

/** Flattened lists of the query protocol, by the member of the input that they are. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  TagKey: 'TagKeys',
  AWSAccountId: 'AWSAccountIds',
  ActionName: 'Actions',
};

const ENTRIES = [
  'SendMessageBatchRequestEntry',
  'DeleteMessageBatchRequestEntry',
  'ChangeMessageVisibilityBatchRequestEntry',
];

/** Reads a form request into the input of the JSON protocol. A request to a queue's own URL needs no `QueueUrl`. */
export function readQuery(request: WireRequest): { action: string | undefined; input: Input } {
  const parameters = queryParameters(request);
  const action = parameters.get('Action') ?? undefined;
  const input = readStructure(queryInput(parameters));
  if (input['QueueUrl'] === undefined && request.path.length > 1) input['QueueUrl'] = decodeURIComponent(request.path);
  // A batch without entries and one without the parameter look alike here.
  if (action?.endsWith('Batch')) input['Entries'] ??= [];
  if (action === 'CreateQueue' && input['Tags'] !== undefined) input['tags'] = input['Tags'];
  return { action, input };
}

function readStructure(fields: { readonly [name: string]: QueryValue }): Input {
  const input: Input = {};
  for (const [name, value] of Object.entries(fields)) {
    const list = LISTS[name];
    if (list !== undefined) input[list] = listOf(value);
    else if (ENTRIES.includes(name)) input['Entries'] = listOf(value).map((entry) => readStructure(fieldsOf(entry)));
    else if (name === 'Attribute') input['Attributes'] = mapOf(value, 'Name', (text) => text);
    else if (name === 'Tag' || name === 'Tags') input['Tags'] = mapOf(value, 'Key', (text) => text);
    else if (name === 'MessageAttribute' || name === 'MessageSystemAttribute') {
      input[`${name}s`] = mapOf(value, 'Name', (attribute) => attribute);
    } else input[name] = NUMBERS.includes(name) ? numberOf(name, value) : value;
  }
  return input;
}

/** An empty list is sent as an empty text. */
function listOf(value: QueryValue): QueryValue[] {
  if (value === '') return [];
  return Array.isArray(value) ? value : [value];
}

function fieldsOf(value: QueryValue): { [name: string]: QueryValue } {
  return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function mapOf(value: QueryValue, key: string, read: (value: QueryValue) => unknown): Input {
  return Object.fromEntries(
    listOf(value).map((entry) => {
      const { [key]: name, Value = '' } = fieldsOf(entry);
      return [typeof name === 'string' ? name : '', read(Value)];
    }),
  );
}

function numberOf(name: string, value: QueryValue): number {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  throw invalidParameter(
    `Value ${JSON.stringify(value)} for parameter ${name} is invalid. Reason: Must be an integer.`,
  );
}

/** Writes an output as the query protocol has it: maps become lists of pairs, lists repeat their element. */
export function writeQuery(action: string, output: Readonly<Record<string, unknown>>): { [name: string]: XmlValue } {
  const result: { [name: string]: XmlValue } = {};
  for (const [name, value] of Object.entries(output)) {
    const [element, written] = writeMember(action, name, value);
    result[element] = written;
  }
  return result;
}

function writeMember(action: string, name: string, value: unknown): [string, XmlValue] {
  switch (name) {
    case 'Attributes':
      return ['Attribute', pairs(value, 'Name')];
    case 'MessageAttributes':
      return ['MessageAttribute', pairs(value, 'Name')];
    case 'Tags':
      return ['Tag', pairs(value, 'Key')];
    case 'QueueUrls':
    case 'queueUrls':
      return ['QueueUrl', value as readonly string[]];
    case 'Messages':
      return ['Message', structures(action, value)];
    case 'Results':
      return ['ListMessageMoveTasksResultEntry', structures(action, value)];
    case 'Successful':
      return [`${action}ResultEntry`, structures(action, value)];
    case 'Failed':
      return ['BatchResultErrorEntry', structures(action, value)];
    default:
      return [name, value as XmlValue];
  }
}

function structures(action: string, value: unknown): XmlValue[] {
  return (value as Readonly<Record<string, unknown>>[]).map((each) => writeQuery(action, each));
}

function pairs(value: unknown, key: string): XmlValue[] {
  return Object.entries(value as Readonly<Record<string, XmlValue>>).map(([name, each]) => ({
    [key]: name,
    Value: each,
  }));
}
