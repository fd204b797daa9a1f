import { describe, expect, test } from 'vitest';
import { Stage } from './stage.ts';
import { sleep } from '../../../local/clock/clock.ts';

/** A function whose environments load for 100 ms and whose invocations run for as long as their event says. */
function stageOf(saturated: () => boolean): { stage: Stage; invoke: (milliseconds: number) => Promise<unknown> } {
  const stage = new Stage({ saturated });
  stage.startMilliseconds = 100;
  stage.function('f', ({ milliseconds }: { milliseconds: number }) => sleep(stage.clock, milliseconds));
  const invoke = (milliseconds: number): Promise<unknown> =>
    stage.lambda.run(stage.lambda.resolve('f'), { milliseconds }, { source: 'test' });
  return { stage, invoke };
}

async function warm({ stage, invoke }: ReturnType<typeof stageOf>): Promise<void> {
  const first = invoke(0);
  await stage.clock.advance(100);
  await first;
}

describe('an invocation that finds every environment busy', () => {
  test('takes the one that comes free before another would be ready', async () => {
    const both = stageOf(() => false);
    await warm(both);
    const invocations = Promise.all([both.invoke(90), both.invoke(90)]);
    await both.stage.clock.advance(180);
    await invocations;
    expect(both.stage.started).toBe(1);
  });

  test('starts one of its own once it waited as long as a start takes', async () => {
    const both = stageOf(() => false);
    await warm(both);
    const invocations = Promise.all([both.invoke(1000), both.invoke(10)]);
    await both.stage.clock.advance(1000);
    await invocations;
    expect(both.stage.started).toBe(2);
  });

  test('waits on while no core is free', async () => {
    const both = stageOf(() => true);
    await warm(both);
    const invocations = Promise.all([both.invoke(1000), both.invoke(10)]);
    await both.stage.clock.advance(1010);
    await invocations;
    expect(both.stage.started).toBe(1);
  });

  test('starts one of its own in the end, also without a free core', async () => {
    const both = stageOf(() => true);
    await warm(both);
    const long = both.invoke(60_000);
    const short = both.invoke(10);
    await both.stage.clock.advance(2110);
    await short;
    expect(both.stage.started).toBe(2);
    await both.stage.clock.advance(60_000);
    await long;
  });

  test('starts one at once where the busy one dies', async () => {
    const stage = new Stage({ saturated: () => true });
    stage.startMilliseconds = 100;
    const outcomes: unknown[] = [{ kind: 'ok', payload: '0' }, { kind: 'crash', reason: 'exit' }, 'done'];
    stage.function('f', () => sleep(stage.clock, 10).then(() => outcomes.shift()));
    const invoke = () => stage.lambda.run(stage.lambda.resolve('f'), {}, { source: 'test' });
    const all = [invoke(), invoke(), invoke()];
    await stage.clock.advance(1000);
    await Promise.all(all);
    expect(stage.started).toBe(2);
  });

  test('does not get outdated code', async () => {
    const both = stageOf(() => true);
    await warm(both);
    const before = both.invoke(50);
    both.stage.lambda.updateCode('f');
    const after = both.invoke(50);
    await both.stage.clock.advance(150);
    await Promise.all([before, after]);
    expect([both.stage.started, both.stage.stopped]).toEqual([2, 1]);
  });
});

test('without a word about cores every concurrent invocation has an environment of its own', async () => {
  const stage = new Stage();
  stage.startMilliseconds = 100;
  stage.function('f', () => sleep(stage.clock, 10));
  const invoke = () => stage.lambda.run(stage.lambda.resolve('f'), {}, { source: 'test' });
  const both = Promise.all([invoke(), invoke()]);
  await stage.clock.advance(110);
  await both;
  expect(stage.started).toBe(2);
});
