import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  type CreateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { LambdaService } from '../../../local/services/lambda/lambda-service.ts';
import { clientOptions } from '../sdk.ts';
import { FIFO_QUEUE, QUEUE, Stage, STREAM } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

function staged(): { stage: Stage; client: LambdaClient } {
  const stage = new Stage();
  stage.function('f', () => undefined, { environment: { A: '1' } });
  return { stage, client: new LambdaClient(clientOptions(new LambdaService(stage.lambda))) };
}

describe('functions', () => {
  test('GetFunction shows configuration, code and reserved concurrency', async () => {
    const { client } = staged();
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 5 }));
    expect(await client.send(new GetFunctionCommand({ FunctionName: 'f' }))).toMatchObject({
      Configuration: {
        FunctionName: 'f',
        FunctionArn: ARN,
        Runtime: 'nodejs24.x',
        Timeout: 3,
        MemorySize: 128,
        Environment: { Variables: { A: '1' } },
        State: 'Active',
        Version: '$LATEST',
      },
      Concurrency: { ReservedConcurrentExecutions: 5 },
    });
  });

  test('a function is shown by the ARN it was asked for', async () => {
    const { client } = staged();
    await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
    const arnOf = async (Qualifier?: string) =>
      (await client.send(new GetFunctionCommand({ FunctionName: 'f', Qualifier }))).Configuration!.FunctionArn;
    expect(await Promise.all([arnOf(), arnOf('$LATEST'), arnOf('1'), arnOf('live')])).toEqual([
      ARN,
      `${ARN}:$LATEST`,
      `${ARN}:1`,
      `${ARN}:live`,
    ]);
  });

  test('lists show functions without their state, and versions by qualified ARN', async () => {
    const { client } = staged();
    await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f' }));
    expect(Functions!.map(({ FunctionArn, State }) => [FunctionArn, State])).toEqual([[ARN, undefined]]);
    expect(Versions!.map(({ FunctionArn, State }) => [FunctionArn, State])).toEqual([
      [`${ARN}:$LATEST`, undefined],
      [`${ARN}:1`, undefined],
    ]);
  });

  test('a function that is not there is named with the qualifier it was asked for by', async () => {
    const { client } = staged();
    const get = (FunctionName: string, Qualifier?: string) =>
      client.send(new GetFunctionCommand({ FunctionName, Qualifier }));
    const missing = ARN.replace(/f$/, 'g');
    await expect(get('g')).rejects.toMatchObject({ message: `Function not found: ${missing}` });
    await expect(get('g', '$LATEST')).rejects.toMatchObject({ message: `Function not found: ${missing}:$LATEST` });
    await expect(get('f', '7')).rejects.toMatchObject({ message: `Function not found: ${ARN}:7` });
    await expect(client.send(new DeleteFunctionCommand({ FunctionName: 'g', Qualifier: '7' }))).rejects.toMatchObject({
      message: `Function not found: ${missing}`,
    });
  });

  test('functions of another region are not reachable', async () => {
    const { client } = staged();
    const FunctionName = ARN.replace('us-east-1', 'eu-west-1');
    const refusal = {
      name: 'ResourceNotFoundException',
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    };
    await expect(client.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject(refusal);
    await expect(client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).rejects.toMatchObject(refusal);
  });

  test('functions of another account are closed', async () => {
    const { client } = staged();
    const FunctionName = ARN.replace('123456789012', '210987654321');
    const refusal = (action: string) => ({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
      message: `User: arn:aws:iam::123456789012:root is not authorized to perform: ${action} on resource: ${FunctionName} because no resource-based policy allows the ${action} action`,
    });
    await expect(client.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject(
      refusal('lambda:GetFunction'),
    );
    await expect(client.send(new InvokeCommand({ FunctionName: '210987654321:function:f' }))).rejects.toMatchObject(
      refusal('lambda:InvokeFunction'),
    );
    const own = await client.send(new InvokeCommand({ FunctionName: '123456789012:function:f' }));
    expect(own.StatusCode).toBe(200);
  });

  test('an alias is not deleted as a version', async () => {
    const { client } = staged();
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '$LATEST' }));
    await expect(
      client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: 'live' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('ListFunctions pages', async () => {
    const { stage, client } = staged();
    stage.function('g', () => undefined);
    const first = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    const second = await client.send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));
    expect([first, second].flatMap(({ Functions }) => Functions!.map((fn) => fn.FunctionName))).toEqual(['f', 'g']);
    expect(second.NextMarker).toBeUndefined();
  });

  test('changed variables reach the next invocation in a fresh environment', async () => {
    const { stage, client } = staged();
    await client.send(new InvokeCommand({ FunctionName: 'f' }));
    const Environment = { Variables: { A: '2' } };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment }));
    await client.send(new InvokeCommand({ FunctionName: 'f' }));
    expect([stage.started, stage.stopped]).toEqual([2, 1]);
    expect(stage.lambda.record('f').latest.environment).toEqual({ A: '2' });
  });

  test('reserved variables may not be set', async () => {
    const { client } = staged();
    const Environment = { Variables: { AWS_REGION: 'x' } };
    await expect(
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Environment })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('a role is given by its ARN, and versions are listed by ALL', async () => {
    const { client } = staged();
    await expect(
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Role: 'r1' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value 'r1' at 'role' failed .*role\/\?\[a-zA-Z_0-9/,
      ),
    });
    await expect(client.send(new ListFunctionsCommand({ FunctionVersion: 'invalid' as 'ALL' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'invalid' at 'functionVersion'"),
    });
    const { Functions } = await client.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));
    expect(Functions).toMatchObject([{ FunctionArn: `${ARN}:$LATEST` }]);
  });

  test('variables take four kilobytes, as Lambda measures them', async () => {
    const { client } = staged();
    const set = (length: number) =>
      client.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: 'f',
          Environment: { Variables: { A: 'x'.repeat(length) } },
        }),
      );
    await set(4096 - '{"A":""}'.length);
    await expect(set(4096)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('exceeded the 4KB limit. String measured: {"A":"xxx'),
    });
  });

  test('a reservation must leave 100 for the others', async () => {
    const { client } = staged();
    const put = (ReservedConcurrentExecutions: number) =>
      client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions }));
    await put(900);
    await expect(put(901)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('a reservation is for a function, not for a version of it', async () => {
    const { client } = staged();
    const put = (FunctionName: string, ReservedConcurrentExecutions = 1) =>
      client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    await expect(put(`${ARN}:$LATEST`)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(/^This operation is permitted on Lambda functions only\./),
    });
    await expect(put('g')).rejects.toMatchObject({
      message: `Function not found: ${ARN.replace(/f$/, 'g')}:$LATEST`,
    });
    await expect(put('f', -1)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a reservation can be taken back', async () => {
    const { client } = staged();
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 5 }));
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'f' }));
    const output = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: 'f' }));
    expect(output.ReservedConcurrentExecutions).toBeUndefined();
  });

  test('a published version keeps its settings, and an alias points at it', async () => {
    const { stage, client } = staged();
    const { Version } = await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: Version }));
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 9 }));
    const output = await client.send(new InvokeCommand({ FunctionName: 'f', Qualifier: 'live' }));
    expect(output.ExecutedVersion).toBe('1');
    expect(stage.lambda.resolve('f', 'live').settings.timeoutSeconds).toBe(3);
  });

  test('permissions form the policy that authorizes an invocation', async () => {
    const { stage, client } = staged();
    await client.send(
      new AddPermissionCommand({
        FunctionName: 'f',
        StatementId: 's',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: 'arn:aws:sns:us-east-1:123456789012:t',
      }),
    );
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: 'f' }));
    const statement = {
      Sid: 's',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: ARN,
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:us-east-1:123456789012:t' } },
    };
    expect(JSON.parse(Policy!)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
    const demands: unknown[] = [];
    const asking = new LambdaClient(
      clientOptions(new LambdaService(stage.lambda), { authorize: (demand) => void demands.push(demand) }),
    );
    await asking.send(new InvokeCommand({ FunctionName: 'f' }));
    expect(demands).toMatchObject([
      { action: 'lambda:InvokeFunction', resource: ARN, policy: { Statement: [statement] } },
    ]);
  });

  test('tags can be added and listed', async () => {
    const { client } = staged();
    await client.send(new TagResourceCommand({ Resource: ARN, Tags: { team: 'orders' } }));
    expect((await client.send(new ListTagsCommand({ Resource: ARN }))).Tags).toEqual({ team: 'orders' });
  });

  test('a function has at most fifty tags, a version none', async () => {
    const { client } = staged();
    const tag = (Resource: string, count: number) =>
      client.send(
        new TagResourceCommand({
          Resource,
          Tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'])),
        }),
      );
    await tag(ARN, 50);
    const name = 'InvalidParameterValueException';
    await expect(tag(ARN, 51)).rejects.toMatchObject({ name, message: 'Number of tags exceeds resource tag limit.' });
    await expect(tag(`${ARN}:$LATEST`, 1)).rejects.toMatchObject({
      name,
      message: 'Tags on function aliases and versions are not supported. Please specify a function ARN.',
    });
    await expect(tag(ARN, 0)).rejects.toMatchObject({ name });
    await expect(tag('arn:aws:something', 1)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('what is on AWS and not here is refused by name', async () => {
    const { client } = staged();
    await expect(
      client.send(new CreateFunctionCommand({ FunctionName: 'g', Role: 'r', Code: {} })),
    ).rejects.toMatchObject({ name: 'NotSimulated', message: 'lambda:CreateFunction is not simulated' });
  });
});

describe('event source mapping API', () => {
  test('a mapping is Creating, Enabled, Updating or Disabling, Deleting, and gone', async () => {
    const { stage, client } = staged();
    const created = await client.send(
      new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: QUEUE }),
    );
    const UUID = created.UUID!;
    const state = async (): Promise<string> => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State!;
    expect(created).toMatchObject({ State: 'Creating', BatchSize: 10, FunctionArn: ARN, EventSourceArn: QUEUE });
    expect(created.LastModified).toEqual(new Date(stage.clock.now()));
    await stage.clock.advance(1000);
    expect(await state()).toBe('Enabled');
    const changed = await client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 }));
    expect(changed).toMatchObject({ State: 'Updating', BatchSize: 5 });
    await stage.clock.advance(1000);
    const disabled = await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    expect(disabled.State).toBe('Disabling');
    await stage.clock.advance(1000);
    expect(await state()).toBe('Disabled');
    expect((await client.send(new DeleteEventSourceMappingCommand({ UUID }))).State).toBe('Deleting');
    await stage.clock.advance(1000);
    await expect(state()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('LastProcessingResult tells how the last batch went', async () => {
    const stage = new Stage();
    stage.function('f', () => {
      throw new Error('boom');
    });
    const client = new LambdaClient(clientOptions(new LambdaService(stage.lambda)));
    const { uuid } = stage.map('f', QUEUE);
    stage.queues.send('a');
    await stage.clock.advance(0);
    const { LastProcessingResult } = await client.send(new GetEventSourceMappingCommand({ UUID: uuid }));
    expect(LastProcessingResult).toBe('PROBLEM: Function call failed');
  });

  test('mappings are listed by function and by source', async () => {
    const { stage, client } = staged();
    stage.function('g', () => undefined);
    stage.map('f', QUEUE);
    stage.map('g', QUEUE);
    const list = async (input: object): Promise<number> =>
      (await client.send(new ListEventSourceMappingsCommand(input))).EventSourceMappings!.length;
    expect(await list({})).toBe(2);
    expect(await list({ FunctionName: 'f' })).toBe(1);
    expect(await list({ EventSourceArn: FIFO_QUEUE })).toBe(0);
  });

  test('a second mapping of the same source and function is a conflict', async () => {
    const { stage, client } = staged();
    const { uuid } = stage.map('f', QUEUE);
    await expect(
      client.send(new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: QUEUE })),
    ).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `An event source mapping with SQS arn (" ${QUEUE} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    });
  });

  test('no filters take those of a mapping away', async () => {
    const { stage, client } = staged();
    const { uuid: UUID } = stage.map('f', QUEUE, { FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] } });
    expect((await client.send(new GetEventSourceMappingCommand({ UUID }))).FilterCriteria).toBeDefined();
    const { FilterCriteria } = await client.send(new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: {} }));
    expect(FilterCriteria).toBeUndefined();
  });

  const wrong: [string, Partial<CreateEventSourceMappingCommandInput>, string, string | RegExp][] = [
    ['batch above 10 without a window', { BatchSize: 11 }, 'InvalidParameterValueException', /batch window/],
    ['batch above 10 on FIFO', { EventSourceArn: FIFO_QUEUE, BatchSize: 11 }, 'InvalidParameterValueException', /FIFO/],
    [
      'window on FIFO',
      { EventSourceArn: FIFO_QUEUE, MaximumBatchingWindowInSeconds: 1 },
      'InvalidParameterValueException',
      /FIFO/,
    ],
    ['concurrency of one', { ScalingConfig: { MaximumConcurrency: 1 } }, 'ValidationException', /maximumConcurrency/],
    ['batch of zero', { BatchSize: 0 }, 'ValidationException', /batchSize/],
    [
      'starting position of a queue',
      { StartingPosition: 'LATEST' },
      'InvalidParameterValueException',
      /^StartingPosition is not valid for SQS event sources\.$/,
    ],
    [
      'queue that is not there',
      { EventSourceArn: QUEUE.replace('orders', 'missing') },
      'InvalidParameterValueException',
      /NonExistentQueue/,
    ],
    [
      'tumbling window',
      { EventSourceArn: STREAM, StartingPosition: 'LATEST', TumblingWindowInSeconds: 5 },
      'NotSimulated',
      /TumblingWindowInSeconds/,
    ],
    [
      'stream without a position',
      { EventSourceArn: STREAM },
      'InvalidParameterValueException',
      /Value null at 'startingPosition'/,
    ],
    [
      'position that is none',
      { EventSourceArn: STREAM, StartingPosition: 'FIRST' as 'LATEST' },
      'ValidationException',
      /enum value set: \[LATEST, AT_TIMESTAMP, TRIM_HORIZON\]/,
    ],
    [
      'timestamp beside a position',
      { EventSourceArn: STREAM, StartingPosition: 'LATEST', StartingPositionTimestamp: new Date(0) },
      'InvalidParameterValueException',
      /^Timestamp only valid with StartingPosition AT_TIMESTAMP$/,
    ],
    [
      'function that is not there',
      { FunctionName: 'g' },
      'InvalidParameterValueException',
      /^Function does not exist$/,
    ],
    [
      'response type that is none',
      { FunctionResponseTypes: ['Report' as 'ReportBatchItemFailures'] },
      'ValidationException',
      /functionResponseTypes/,
    ],
    ['unknown source', { EventSourceArn: 'arn:aws:s3:::bucket' }, 'InvalidParameterValueException', /Unrecognized/],
    [
      'pattern that is none',
      { FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      'InvalidParameterValueException',
      /^Invalid filter pattern definition\.$/,
    ],
  ];
  test.each(wrong)('%s is refused', async (_name, input, name, message) => {
    const { client } = staged();
    const all = { FunctionName: 'f', EventSourceArn: QUEUE, ...input };
    await expect(client.send(new CreateEventSourceMappingCommand(all))).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('a queue whose visibility timeout is below the function timeout is refused', async () => {
    const { stage, client } = staged();
    stage.queues.visibilityTimeoutSeconds = 2;
    await expect(
      client.send(new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: QUEUE })),
    ).rejects.toMatchObject({
      message: 'Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds',
    });
  });
});
