import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { FIFO_QUEUE, QUEUE, STREAM, Stage, clientOf, staged } from './stage.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

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
    const client = clientOf(stage);
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
