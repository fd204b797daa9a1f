import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Template as SynthesizedTemplate } from '../snapshots/masked.ts';
import { SpillwayStack } from '../../lib/spillway-stack.ts';

/** Context that a prod stage cannot do without. */
export const prodContext = {
  stage: 'prod',
  'spillway:providers': {
    paymentUrl: 'https://pay.example.com',
    mailUrl: 'https://mail.example.com',
    pushUrl: 'https://push.example.com',
    secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:providers-AbCdEf',
  },
};

/** The app's template for a context, without bundling and without CloudFormation's own validation. */
export function synthesizeStack(context: Readonly<Record<string, unknown>>) {
  process.env['CDK_VALIDATION'] = 'false';
  const { context: flags } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
    context: object;
  };
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context } });
  return Template.fromStack(new SpillwayStack(app, 'Spillway')).toJSON() as SynthesizedTemplate;
}
