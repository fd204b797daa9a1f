import { breakerStates, protectedMappingSchema, type BreakerState } from '../../../contracts/breaker.ts';
import { environment } from '../../../contracts/environment.ts';
import * as z from 'zod/mini';
import type { Connection } from './connection.ts';
import { physicalIds } from './stack.ts';

/** A circuit breaker of the stack, as it stands. */
export interface Breaker {
  readonly name: string;
  readonly table: string;
  /** Function that moves it and turns its taps. */
  readonly controller: string;
  readonly state: BreakerState;
  /** Milliseconds since the epoch; 0 where it never moved. */
  readonly since: number;
  /** While OPEN: when it is probed. */
  readonly probeAt?: number;
  readonly failedProbes: number;
  /** State of each event source mapping before what it protects, such as `Enabled`. */
  readonly taps: readonly string[];
}

const rowSchema = z.object({
  state: z.enum(breakerStates),
  since: z.number(),
  failedProbes: z.number(),
  probeAt: z.optional(z.number()),
});

/** Every breaker of the stack: its controller is the function that is told of one. */
export async function breakers({ stack, clients }: Connection): Promise<readonly Breaker[]> {
  const { GetEventSourceMappingCommand, GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { unmarshall } = await import('@aws-sdk/util-dynamodb');
  const [lambda, dynamodb] = await Promise.all([clients.get('lambda'), clients.get('dynamodb')]);
  const functions = await Promise.all(
    physicalIds(stack, 'AWS::Lambda::Function').map((FunctionName) =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    ),
  );
  const found = functions.map(async ({ FunctionName, Environment }): Promise<Breaker | undefined> => {
    const {
      [environment.breakerName]: name,
      [environment.breakerTable]: table,
      [environment.breakerMappings]: list,
    } = Environment?.Variables ?? {};
    if (name === undefined || table === undefined || list === undefined) return undefined;
    const mappings = z.array(protectedMappingSchema).parse(JSON.parse(list));
    const [{ Item }, ...taps] = await Promise.all([
      dynamodb.send(new GetItemCommand({ TableName: table, Key: { breaker: { S: name } }, ConsistentRead: true })),
      ...mappings.map(({ id }) => lambda.send(new GetEventSourceMappingCommand({ UUID: id }))),
    ]);
    const untouched = { state: 'CLOSED', since: 0, failedProbes: 0 } as const;
    const { probeAt, ...row } =
      Item === undefined ? { ...untouched, probeAt: undefined } : rowSchema.parse(unmarshall(Item));
    return {
      name,
      table,
      controller: FunctionName!,
      ...row,
      ...(probeAt !== undefined && { probeAt }),
      taps: taps.map(({ State }) => State ?? 'unknown'),
    };
  });
  return (await Promise.all(found)).filter((breaker) => breaker !== undefined);
}

/**
 * Moves when an open breaker is probed.
 *
 * @returns false where it is not open
 */
export async function probeAt({ clients }: Connection, { table, name }: Breaker, time: number): Promise<boolean> {
  const { ConditionalCheckFailedException, UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  try {
    await (
      await clients.get('dynamodb')
    ).send(
      new UpdateItemCommand({
        TableName: table,
        Key: { breaker: { S: name } },
        UpdateExpression: 'SET probeAt = :time',
        ConditionExpression: '#state = :open',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':time': { N: String(time) }, ':open': { S: 'OPEN' } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Lets the controller do its work now instead of within the minute. */
export async function runController(
  { clients }: Connection,
  { controller, name }: Breaker,
  order: { readonly open?: true },
): Promise<void> {
  const { InvokeCommand } = await import('@aws-sdk/client-lambda');
  const lambda = await clients.get('lambda');
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: controller, Payload: Buffer.from(JSON.stringify(order)) }),
  );
  if (FunctionError !== undefined)
    throw new Error(
      `the controller of ${name} failed: ${Buffer.from(Payload ?? [])
        .toString('utf8')
        .slice(0, 200)}`,
    );
}
