import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './client-config.ts';

export const sqs = new SQSClient(clientConfig);
