import {
  AddPermissionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  type LambdaClient,
  RemovePermissionCommand,
  type AddPermissionCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { Stage, clientOf } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const MISSING = ARN.replace(/f$/, 'g');
const GRANT = {
  FunctionName: 'f',
  StatementId: 's',
  Action: 'lambda:InvokeFunction',
  Principal: 's3.amazonaws.com',
} as const;

function staged(): LambdaClient {
  const stage = new Stage();
  stage.function('f', () => undefined);
  return clientOf(stage);
}

describe('permissions', () => {
  const wrong: [string, Partial<AddPermissionCommandInput>, string, string | RegExp][] = [
    ['a statement id with a full stop', { StatementId: 'example.com' }, 'ValidationException', /at 'statementId'/],
    ['an action of another service', { Action: 's3:GetObject' }, 'ValidationException', /at 'action'/],
    ['a qualifier with a question mark', { Qualifier: 'what-?' }, 'ValidationException', /at 'qualifier'/],
    [
      'a permission for $LATEST',
      { Qualifier: '$LATEST' },
      'InvalidParameterValueException',
      'We currently do not support adding policies for $LATEST.',
    ],
    [
      'a stranger',
      { Principal: 'invalid.nonaws.com' },
      'InvalidParameterValueException',
      'The provided principal was invalid. Please check the principal and try again.',
    ],
    [
      'a function that is not there',
      { FunctionName: 'g' },
      'ResourceNotFoundException',
      `Function not found: ${MISSING}`,
    ],
    [
      'an alias that is not there',
      { Qualifier: 'live' },
      'ResourceNotFoundException',
      `Cannot find alias arn: ${ARN}:live`,
    ],
    ['a version that is not there', { Qualifier: '42' }, 'ResourceNotFoundException', `Function not found: ${ARN}:42`],
    ['an old revision', { RevisionId: 'old' }, 'PreconditionFailedException', /does not match the latest Revision Id/],
  ];
  test.each(wrong)('%s is refused', async (_name, input, name, message) => {
    await expect(staged().send(new AddPermissionCommand({ ...GRANT, ...input }))).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  test('the revision that was read is taken', async () => {
    const client = staged();
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    const { Statement } = await client.send(
      new AddPermissionCommand({ ...GRANT, RevisionId: Configuration!.RevisionId }),
    );
    expect(JSON.parse(Statement!)).toMatchObject({ Sid: 's', Principal: { Service: 's3.amazonaws.com' } });
  });

  test('what is removed must be there', async () => {
    const client = staged();
    const remove = (FunctionName: string, StatementId = 's', Qualifier?: string) =>
      client.send(new RemovePermissionCommand({ FunctionName, StatementId, Qualifier }));
    const name = 'ResourceNotFoundException';
    await expect(remove('g')).rejects.toMatchObject({ name, message: `No policy found for: ${MISSING}` });
    await expect(remove('f')).rejects.toMatchObject({
      name,
      message: 'No policy is associated with the given resource.',
    });
    await expect(remove('f', 's', 'live')).rejects.toMatchObject({
      name,
      message: `Cannot find alias arn: ${ARN}:live`,
    });
    await client.send(new AddPermissionCommand(GRANT));
    await expect(remove('f', 't')).rejects.toMatchObject({
      name,
      message: 'Statement t is not found in resource policy.',
    });
    await remove('f');
    await expect(client.send(new GetPolicyCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name,
      message: 'The resource you requested does not exist.',
    });
  });

  test('a version that is not there has no policy', async () => {
    await expect(staged().send(new GetPolicyCommand({ FunctionName: 'f', Qualifier: '42' }))).rejects.toMatchObject({
      message: 'The resource you requested does not exist.',
    });
  });
});
