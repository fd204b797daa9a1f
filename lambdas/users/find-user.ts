import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { required } from '../messaging/environment.ts';
import type { User } from './user.ts';

const table = required('usersTable');

export async function findUser(userId: string): Promise<User | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { userId: { S: userId } }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : (unmarshall(Item) as User);
}
