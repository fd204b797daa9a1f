import type { Connection } from './connection.ts';
import type { WorkQueue } from './queues.ts';

/** The name that people gave the function that reads a queue, by the queue's ARN. */
export async function handlers(
  { clients }: Connection,
  queues: readonly Pick<WorkQueue, 'arn'>[],
): Promise<ReadonlyMap<string, string>> {
  const { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
  const client = await clients.get('lambda');
  const found = await Promise.all(
    queues.map(async ({ arn }): Promise<[string, string] | undefined> => {
      const { EventSourceMappings = [] } = await client.send(
        new ListEventSourceMappingsCommand({ EventSourceArn: arn }),
      );
      const FunctionName = EventSourceMappings[0]?.FunctionArn;
      if (FunctionName === undefined) return undefined;
      const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return [arn, Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] ?? FunctionName.split(':')[6]!];
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}
