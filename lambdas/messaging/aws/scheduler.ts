import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { clientConfig } from './client-config.ts';

export const scheduler = new SchedulerClient(clientConfig);
