import { AwsError } from '../aws-error.ts';
import type { QueryValue } from '../protocol/aws-query.ts';
import type { MessageAttributeValue } from '@aws-sdk/client-sns';

/** A request's parameters as the query protocol folds them. */
export type Parameters = { readonly [name: string]: QueryValue };

/** Query parameters that are maps, with the names that their keys and values go by. */
const MAPS: Readonly<Record<string, readonly [key: string, value: string]>> = {
  Attributes: ['key', 'value'],
  attributes: ['key', 'value'],
  MessageAttributes: ['Name', 'Value'],
};

// One action takes this name as a map, another as a list of names.
const EITHER = 'attributes';

const LISTS = new Set(['Tags', 'TagKeys', 'AWSAccountId', 'ActionName', 'PublishBatchRequestEntries']);
const BOOLEANS = new Set(['ReturnSubscriptionArn']);

/**
 * The input of an action in the shape of its SDK type.
 *
 * @throws AwsError `MalformedQueryString` for a list or map where text belongs, or the reverse
 */
export function readInput(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, readParameter(name, value)]));
}

function readParameter(name: string, value: QueryValue): unknown {
  const map = name === EITHER && !isMap(value) ? undefined : MAPS[name];
  if (map !== undefined) return readMap(name, value, map);
  if (LISTS.has(name) || name === EITHER) {
    return list(name, value).map((each) => (isParameters(each) ? readInput(each) : each));
  }
  if (typeof value !== 'string') throw malformed(name);
  return BOOLEANS.has(name) ? value === 'true' : value;
}

function readMap(name: string, value: QueryValue, [keyName, valueName]: readonly [string, string]): object {
  const entries = list(name, value).map((entry) => {
    if (!isParameters(entry) || typeof entry[keyName] !== 'string') throw malformed(name);
    const content = entry[valueName];
    if (name === 'MessageAttributes') return [entry[keyName], readAttribute(content)];
    return [entry[keyName], typeof content === 'string' ? content : ''];
  });
  return Object.fromEntries(entries) as object;
}

function readAttribute(value: QueryValue | undefined): MessageAttributeValue {
  if (value === undefined || !isParameters(value)) throw malformed('MessageAttributes');
  const { DataType, StringValue, BinaryValue } = value as Record<string, string | undefined>;
  return {
    DataType,
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }),
  };
}

/** An empty list is sent as an empty text. */
function list(name: string, value: QueryValue): readonly QueryValue[] {
  if (value === '') return [];
  if (!Array.isArray(value)) throw malformed(name);
  return value;
}

function isMap(value: QueryValue): boolean {
  return Array.isArray(value) && value.some(isParameters);
}

function isParameters(value: QueryValue): value is { [name: string]: QueryValue } {
  return typeof value === 'object' && !Array.isArray(value);
}

function malformed(name: string): AwsError {
  return new AwsError('MalformedQueryString', `Parameter ${name} does not have the form of its type`);
}
