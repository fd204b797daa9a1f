import type { Connection } from '../stack/connection.ts';
import { setAsideAttributes } from './dead-letter.ts';
import type { Found } from './find-one.ts';
import { noReason } from './filter.ts';
import { Redactor } from './redact.ts';

type Row = Readonly<Record<string, unknown>>;

/** A message that was set aside and the rows it speaks of, without personal data: enough to replay it. */
export interface Fixture {
  /** The work queue by its short name. */
  readonly queue: string;
  readonly reason: string;
  readonly message: {
    readonly body: string;
    readonly groupId?: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  /** Rows by the stack output that names their table. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** Where the row lies that a member of a body names. */
const references: Readonly<Record<string, string>> = {
  orderId: 'OrdersTable',
  customerId: 'CustomersTable',
  sku: 'CatalogueTable',
  videoId: 'VideosTable',
  userId: 'UsersTable',
};

const mostRows = 100;

export async function fixtureOf(connection: Connection, { place, letter }: Found): Promise<Fixture> {
  const redactor = new Redactor();
  const body = redactor.body(letter.body);
  const rows: Record<string, Row[]> = {};
  for (const [name, value] of [...namedIn(letter.body)].slice(0, mostRows)) {
    const output = references[name]!;
    const row = await rowOf(connection, output, { [name]: value });
    if (row !== undefined) (rows[output] ??= []).push(redactor.value(row) as Row);
  }
  const attributes = Object.entries(letter.attributes).filter(([name]) => !setAsideAttributes.has(name));
  return {
    queue: place.source.name,
    reason: letter.reason ?? noReason,
    message: {
      body,
      ...(letter.groupId !== undefined && { groupId: redactor.value(letter.groupId, 'groupId') as string }),
      attributes: Object.fromEntries(attributes.map(([name, { StringValue = '' }]) => [name, StringValue])),
    },
    rows,
  };
}

/** Members of a body that name rows, each pair once. */
function namedIn(body: string): Set<readonly [string, string]> {
  const found = new Map<string, readonly [string, string]>();
  const look = (value: unknown, name: string): void => {
    if (typeof value === 'string' && name in references) found.set(`${name} ${value}`, [name, value]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) look(each, Array.isArray(value) ? name : key);
  };
  try {
    look(JSON.parse(body), '');
  } catch {
    // A body that is not JSON names nothing.
  }
  return new Set(found.values());
}

async function rowOf({ stack, clients }: Connection, output: string, key: Row): Promise<Row | undefined> {
  const table = stack.outputs[output];
  if (table === undefined) return undefined;
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { marshall, unmarshall } = await import('@aws-sdk/util-dynamodb');
  const client = await clients.get('dynamodb');
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : unmarshall(Item);
}
