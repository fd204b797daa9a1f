import {
  CreateAliasCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  type LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { Stage, clientOf } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:done';

function staged(): LambdaClient {
  const stage = new Stage();
  stage.function('f', () => undefined);
  stage.function('g', () => undefined);
  return clientOf(stage);
}

type Input = Partial<PutFunctionEventInvokeConfigCommandInput>;

describe('settings of asynchronous invocation', () => {
  test('those that were given are shown, and put again they are all replaced', async () => {
    const client = staged();
    const put = (input: Input) => client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...input }));
    await put({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 });
    const output = await put({ MaximumRetryAttempts: 0 });
    expect(output).toMatchObject({
      FunctionArn: `${ARN}:$LATEST`,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
    });
    expect(output.MaximumEventAgeInSeconds).toBeUndefined();
  });

  test('an update keeps what it does not name', async () => {
    const client = staged();
    await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 }));
    const DestinationConfig = { OnFailure: { Destination: QUEUE } };
    const output = await client.send(
      new UpdateFunctionEventInvokeConfigCommand({ FunctionName: 'f', DestinationConfig }),
    );
    expect(output).toMatchObject({ MaximumEventAgeInSeconds: 60, DestinationConfig });
  });

  test('an alias has settings of its own', async () => {
    const client = staged();
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '$LATEST' }));
    const MaximumRetryAttempts = 1;
    await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f:live', MaximumRetryAttempts }));
    const { FunctionEventInvokeConfigs } = await client.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: 'f' }),
    );
    expect(FunctionEventInvokeConfigs).toMatchObject([{ FunctionArn: `${ARN}:live`, MaximumRetryAttempts }]);
  });

  const wrong: [string, Input, string, string][] = [
    [
      'nothing at all',
      {},
      'InvalidParameterValueException',
      'You must specify at least one of error handling or destination setting.',
    ],
    [
      'a function that is not there',
      { DestinationConfig: { OnFailure: { Destination: ARN.replace(/f$/, 'h') } } },
      'InvalidParameterValueException',
      `The destination ARN ${ARN.replace(/f$/, 'h')} is invalid.`,
    ],
    [
      'the function itself',
      { DestinationConfig: { OnSuccess: { Destination: ARN } } },
      'InvalidParameterValueException',
      "You can't specify the function as a destination for itself.",
    ],
    [
      'a service that takes no records',
      { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:iam::123456789012:role/r' } } },
      'InvalidParameterValueException',
      'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam::123456789012:role/r), onFailure=null) is invalid.',
    ],
    [
      'an event bus',
      { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:events:us-east-1:123456789012:event-bus/default' } } },
      'NotSimulated',
      'A destination of events is not simulated',
    ],
  ];
  test.each(wrong)('%s is refused', async (_name, input, name, message) => {
    await expect(
      staged().send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', ...input })),
    ).rejects.toMatchObject({ name, message });
  });

  test('what is no ARN is no destination', async () => {
    const DestinationConfig = { OnFailure: { Destination: 'queue' } };
    await expect(
      staged().send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'f', DestinationConfig })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'destinationConfig.onFailure.destination'"),
    });
  });

  test('a missing function and missing settings are told apart', async () => {
    const client = staged();
    const name = 'ResourceNotFoundException';
    const none = { name, message: "The function doesn't exist." };
    const missing = { FunctionName: 'h', MaximumRetryAttempts: 1 };
    await expect(client.send(new PutFunctionEventInvokeConfigCommand(missing))).rejects.toMatchObject(none);
    await expect(client.send(new UpdateFunctionEventInvokeConfigCommand(missing))).rejects.toMatchObject(none);
    await expect(client.send(new ListFunctionEventInvokeConfigsCommand(missing))).rejects.toMatchObject(none);
    for (const [FunctionName, arn] of [
      ['f', ARN],
      ['h', ARN.replace(/f$/, 'h')],
    ] as const) {
      const bare = { name, message: `The function ${arn}:$LATEST doesn't have an EventInvokeConfig` };
      await expect(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).rejects.toMatchObject(bare);
      await expect(client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }))).rejects.toMatchObject(
        bare,
      );
    }
  });
});
