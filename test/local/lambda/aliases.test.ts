import {
  CreateAliasCommand,
  GetAliasCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  type CreateAliasCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { Stage, clientOf } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

/** A function with versions 1 and 2. */
async function staged(): Promise<LambdaClient> {
  const stage = new Stage();
  stage.function('f', () => undefined);
  const client = clientOf(stage);
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 9 }));
  await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
  return client;
}

const weigh = (AdditionalVersionWeights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights } });

describe('aliases', () => {
  test('a weight of one sends every call to the second version, until it is taken back', async () => {
    const client = await staged();
    const live = { FunctionName: 'f', Name: 'live' };
    await client.send(new CreateAliasCommand({ ...live, FunctionVersion: '1', ...weigh({ 2: 1 }) }));
    const executed = async () =>
      (await client.send(new InvokeCommand({ FunctionName: 'f', Qualifier: 'live' }))).ExecutedVersion;
    expect(await executed()).toBe('2');
    await client.send(new UpdateAliasCommand({ ...live, ...weigh({}) }));
    expect(await executed()).toBe('1');
    expect((await client.send(new GetAliasCommand(live))).RoutingConfig).toBeUndefined();
  });

  const bad = 'InvalidParameterValueException';
  const wrong: [string, Partial<CreateAliasCommandInput>, string, string | RegExp][] = [
    [
      'two more versions',
      weigh({ 1: 0.1, 2: 0.1 }),
      bad,
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    ['a weight above one', weigh({ 2: 2 }), 'ValidationException', /Value '\{2=2\.0\}' at 'routingConfig/],
    ['a weight below zero', weigh({ 2: -1 }), 'ValidationException', /Value '\{2=-1\.0\}' at 'routingConfig/],
    ['a weight of $LATEST', weigh({ $LATEST: 0.5 }), 'ValidationException', /Map keys must satisfy constraint/],
    [
      'the same version twice',
      weigh({ 1: 0.5 }),
      bad,
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      '$LATEST beside a version',
      { FunctionVersion: '$LATEST', ...weigh({ 2: 0.5 }) },
      bad,
      '$LATEST is not supported for an alias pointing to more than 1 version',
    ],
    [
      'a version that is not there',
      { FunctionVersion: '10' },
      'ResourceNotFoundException',
      `Function not found: ${ARN}:10`,
    ],
    [
      'a weight of a version that is not there',
      weigh({ 10: 0.5 }),
      'ResourceNotFoundException',
      `Function not found: ${ARN}:10`,
    ],
    [
      'a function that is not there',
      { FunctionName: 'g' },
      'ResourceNotFoundException',
      `Function not found: ${ARN.replace(/f$/, 'g')}:1`,
    ],
  ];
  test.each(wrong)('%s is refused', async (_name, input, name, message) => {
    const client = await staged();
    await expect(
      client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', ...input })),
    ).rejects.toMatchObject({
      name,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
