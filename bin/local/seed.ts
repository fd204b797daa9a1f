import { customers, products } from './seed-data.ts';

/**
 * Writes the seed data into a stack's tables. Rows that exist stay as they are, so that seeding again gives nobody's stock
 * back.
 *
 * @param outputs the stack's outputs by name
 * @param endpoint of an emulator; AWS where it is left out
 * @returns how many rows were new
 */
export async function seed(outputs: Readonly<Record<string, string>>, endpoint?: string): Promise<number> {
  const { ConditionalCheckFailedException, DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const local = endpoint !== undefined && {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...local }));
  const put = async (TableName: string, key: string, Item: object): Promise<number> => {
    try {
      await client.send(new PutCommand({ TableName, Item, ConditionExpression: `attribute_not_exists(${key})` }));
      return 1;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 0;
      throw error;
    }
  };
  try {
    const written = await Promise.all([
      ...customers.map((item) => put(table(outputs, 'CustomersTable'), 'customerId', item)),
      ...products.map((item) => put(table(outputs, 'CatalogueTable'), 'sku', item)),
    ]);
    return written.reduce((sum, count) => sum + count, 0);
  } finally {
    client.destroy();
  }
}

function table(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The outputs name no ${name}: is this a Spillway stack's outputs file?`);
  return value;
}
