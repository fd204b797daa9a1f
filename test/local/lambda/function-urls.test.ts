import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  type LambdaClient,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
  type FunctionUrlAuthType,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { Stage, clientOf } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

function staged(): LambdaClient {
  const stage = new Stage();
  stage.function('f', () => undefined);
  return clientOf(stage);
}

describe('function URLs', () => {
  test('a function and its alias have one each', async () => {
    const client = staged();
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '$LATEST' }));
    const create = (Qualifier?: string) =>
      client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', Qualifier, AuthType: 'NONE' }));
    await create();
    await create('live');
    await expect(create('live')).rejects.toMatchObject({ name: 'ResourceConflictException' });
    const { FunctionUrlConfigs } = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: 'f' }));
    expect(FunctionUrlConfigs).toMatchObject([
      { FunctionArn: ARN, InvokeMode: 'BUFFERED' },
      { FunctionArn: `${ARN}:live`, InvokeMode: 'BUFFERED' },
    ]);
  });

  test.each(['1', '$LATEST'])('%s has none', async (Qualifier) => {
    const client = staged();
    const input = { FunctionName: 'f', Qualifier };
    const refusal = {
      name: 'ValidationException',
      message: `1 validation error detected: Value '${Qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)`,
    };
    await expect(client.send(new CreateFunctionUrlConfigCommand({ ...input, AuthType: 'NONE' }))).rejects.toMatchObject(
      refusal,
    );
    await expect(client.send(new GetFunctionUrlConfigCommand(input))).rejects.toMatchObject(refusal);
    await expect(client.send(new UpdateFunctionUrlConfigCommand(input))).rejects.toMatchObject(refusal);
    await expect(client.send(new DeleteFunctionUrlConfigCommand(input))).rejects.toMatchObject(refusal);
  });

  test('a missing function and a missing URL are told apart', async () => {
    const client = staged();
    const name = 'ResourceNotFoundException';
    const missing = { FunctionName: 'g' };
    const noFunction = { name, message: 'Function does not exist' };
    const noUrl = { name, message: 'The resource you requested does not exist.' };
    await expect(
      client.send(new CreateFunctionUrlConfigCommand({ ...missing, AuthType: 'NONE' })),
    ).rejects.toMatchObject(noFunction);
    await expect(client.send(new UpdateFunctionUrlConfigCommand(missing))).rejects.toMatchObject(noFunction);
    await expect(client.send(new ListFunctionUrlConfigsCommand(missing))).rejects.toMatchObject(noFunction);
    for (const FunctionName of ['f', 'g']) {
      await expect(client.send(new GetFunctionUrlConfigCommand({ FunctionName }))).rejects.toMatchObject(noUrl);
      await expect(client.send(new DeleteFunctionUrlConfigCommand({ FunctionName }))).rejects.toMatchObject(noUrl);
    }
    await expect(client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: 'f' }))).rejects.toMatchObject(noUrl);
  });

  test('an authorization that is none is refused', async () => {
    const AuthType = 'COGNITO' as FunctionUrlAuthType;
    await expect(
      staged().send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
