import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { beforeAll, describe, expect, test } from 'vitest';
import { QueueDoctor } from '../../../lib/doctor/queue-doctor.ts';
import { doctorRules } from '../../../lib/doctor/rules.ts';

/** What most people write first. */
function naiveApp(): { app: App; stack: Stack } {
  const app = new App({ context: { '@aws-cdk/core:newStyleStackSynthesis': true } });
  const stack = new Stack(app, 'Naive');
  const queue = new Queue(stack, 'Jobs');
  const worker = new Function(stack, 'Worker', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });
  worker.addEventSource(new SqsEventSource(queue));
  Validations.of(app).addPlugins(new QueueDoctor());
  return { app, stack };
}

function complaint(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('QueueDoctor at synth', () => {
  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'false';
  });

  test('errors fail the synthesis and carry rule, consequence and fix', () => {
    const { app } = naiveApp();
    const said = complaint(app);
    for (const id of ['source-has-dead-letter-queue', 'reports-batch-item-failures']) {
      const rule = doctorRules.find((each) => each.id === id)!;
      expect(said).toContain(id);
      expect(said.replaceAll(/\s+/g, ' ')).toContain(rule.fix);
    }
  });

  test('what is acknowledged with a reason does not fail it', () => {
    const { app, stack } = naiveApp();
    for (const { id, severity } of doctorRules) {
      if (severity === 'error') Validations.of(stack).acknowledge({ id: `QueueDoctor::${id}`, reason: 'a test' });
    }
    expect(complaint(app)).toBe('');
  });
});
