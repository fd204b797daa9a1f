import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { otherApp } from '../../bin/local/app.ts';
import { parseOptions } from '../../bin/local/options.ts';
import { firstScreen } from '../../bin/local/screen.ts';
import { RealClock } from '../../local/clock/real-clock.ts';
import { printLive } from '../../local/console/live.ts';
import { startRuntime } from '../../local/runtime.ts';
import { listen } from '../../local/services/http-server.ts';
import { eventually } from '../journeys/target.ts';

describe('npm start', () => {
  test.each([
    [['--port', 'x'], '--port must be a port from 0 to 65535, got x'],
    [['--speed', '0'], '--speed must be more than 0 and at most 10000, got 0'],
    [['--assembly', 'cdk.out', '--parameter', 'Stage'], '--parameter must be NAME=VALUE, got Stage'],
    [['--parameter', 'Stage=test'], '--parameter goes with --assembly'],
  ])('%j is refused in one line', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });

  test('a value of a parameter may hold anything', () => {
    const argv = ['--assembly', 'cdk.out', '--parameter', 'Query=a=b c', '--parameter', 'Empty='];
    expect(parseOptions(argv)!.parameters).toEqual({ Query: 'a=b c', Empty: '' });
  });

  test('a stack without an HTTP API takes no port for one, and what cannot start leaves none open', async () => {
    const taken = await listen(0, async () => ({ status: 200, headers: {}, body: '' }));
    const clock = new RealClock();
    const start = (parameters: Readonly<Record<string, string>>, port: number) =>
      startRuntime({
        assembly: shop(),
        parameters,
        clock,
        speed: 1,
        seed: 1,
        port: taken.port,
        awsPort: port,
        workFolder: mkdtempSync(join(tmpdir(), 'other-app-')),
      });
    try {
      const runtime = await start({ Greeting: 'hello' }, 0);
      const awsPort = Number(new URL(runtime.awsUrl).port);
      await runtime.stop();
      await expect(start({}, awsPort)).rejects.toThrow('parameter Greeting has no value');
      await (await listen(awsPort, async () => ({ status: 200, headers: {}, body: '' }))).close();
    } finally {
      await taken.close();
      clock.stop();
    }
  });

  test("another app's stack runs with its own functions, and what they print is shown", async () => {
    const options = parseOptions(['--assembly', shop(), '--parameter', 'Greeting=hello', '--quiet'])!;
    const app = otherApp(options.assembly!, options);
    const clock = new RealClock();
    const runtime = await startRuntime({
      assembly: app.assembly,
      parameters: app.parameters,
      clock,
      speed: 1,
      seed: 1,
      port: 0,
      awsPort: 0,
      workFolder: mkdtempSync(join(tmpdir(), 'other-app-')),
    });
    let printed = '';
    printLive(runtime.timeline, runtime.journeys, {
      write: (text) => (printed += text),
      format: 'text',
      colour: false,
      nameOf: runtime.nameOf,
    });
    const sns = new SNSClient({
      endpoint: runtime.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    try {
      const screen = firstScreen(runtime, app, false);
      expect(screen).toMatch(/Queues\n {4}Shop-Jobs +→ Shop-Worker/);
      expect(screen).not.toContain('API');
      await sns.send(new PublishCommand({ TopicArn: runtime.stacks[0]!.outputs['TopicArn']!, Message: 'world' }));
      await eventually('the line of the function', async () => /Shop-Worker\S* +hello world\n/.test(printed));
    } finally {
      sns.destroy();
      await runtime.stop();
      clock.stop();
    }
  });
});

/** @returns a cloud assembly: a topic, a queue behind it, and a function that prints what it gets */
function shop(): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'assembly-')) });
  const stack = new Stack(app, 'Shop');
  const topic = new Topic(stack, 'Topic');
  const jobs = new Queue(stack, 'Jobs');
  topic.addSubscription(new SqsSubscription(jobs, { rawMessageDelivery: true }));
  new Function(stack, 'Worker', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      'exports.handler = async ({ Records }) => { for (const { body } of Records) console.log(process.env.GREETING, body); };',
    ),
    environment: { GREETING: new CfnParameter(stack, 'Greeting').valueAsString },
  }).addEventSource(new SqsEventSource(jobs));
  new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
  return app.synth().directory;
}
