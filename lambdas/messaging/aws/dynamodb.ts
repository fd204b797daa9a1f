import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from './client-config.ts';

export const dynamodb = new DynamoDBClient(clientConfig);
