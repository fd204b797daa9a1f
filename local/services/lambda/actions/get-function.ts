import { targetOf } from './target-of.ts';
import { configurationOutput } from '../function-output.ts';
import type { GetFunctionRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function getFunction(lambda: Lambda, input: GetFunctionRequest, call: Call): Record<string, unknown> {
  const { record, settings, invokedArn } = targetOf(lambda, input, call, 'lambda:GetFunction');
  return {
    Configuration: configurationOutput(settings, invokedArn),
    Code: { RepositoryType: 'S3', Location: `file://${settings.codePath}` },
    ...(Object.keys(record.tags).length > 0 && { Tags: record.tags }),
    ...(record.reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
    }),
  };
}
