import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { LambdaService } from '../../../local/services/lambda/lambda-service.ts';
import { clientOptions } from '../sdk.ts';
import { staged } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

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
