import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { projectContext } from '../../lib/context.ts';

/** Holds functions small enough to read at a glance. */
export const functionsRoot = fileURLToPath(new URL('../fixtures/functions', import.meta.url));

/** Entries of `functionsRoot`: the first keeps the order of its messages, the second does not. */
export const entries = { inOrder: 'lambdas/orders/process.ts', parallel: 'lambdas/orders/mail.ts' };

/** An empty stack as the app makes it, without bundling and without CloudFormation's own validation. */
export function smallStack(context: Readonly<Record<string, unknown>> = {}): Stack {
  process.env['CDK_VALIDATION'] = 'false';
  const flags = { ...projectContext(), 'aws:cdk:bundling-stacks': [], 'spillway:root': functionsRoot };
  return new Stack(new App({ context: { ...flags, ...context } }), 'Small');
}

export const templateOf = (stack: Stack): Template => Template.fromStack(stack);
