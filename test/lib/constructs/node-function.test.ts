import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { NodeFunction, entryMetadata, type NodeFunctionProps } from '../../../lib/constructs/node-function.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made(props: Partial<NodeFunctionProps> = {}) {
  const stack = smallStack();
  const fn = new NodeFunction(stack, 'Fn', { entry: entries.parallel, ...props });
  return { fn, stack };
}

describe('NodeFunction', () => {
  test('it runs on Node 24 and arm64 with memory and timeout set', () => {
    templateOf(made().stack).hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 10,
    });
  });

  test('stack traces point into the sources, logs and metrics carry its name', () => {
    templateOf(made({ logLevel: 'DEBUG' }).stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          NODE_OPTIONS: '--enable-source-maps',
          POWERTOOLS_SERVICE_NAME: 'orders-mail',
          POWERTOOLS_METRICS_NAMESPACE: 'Spillway',
          POWERTOOLS_LOG_LEVEL: 'DEBUG',
        },
      },
    });
  });

  test('its role may write its own log group and nothing else', () => {
    const template = templateOf(made().stack);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: Match.anyValue() },
        ],
      },
    });
  });

  test('variables carry the names that the contracts give them', () => {
    const { fn, stack } = made({ environment: { paymentUrl: 'https://pay.example.com' } });
    fn.setEnvironment('ordersTable', 'orders');
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PAYMENT_URL: 'https://pay.example.com', ORDERS_TABLE: 'orders' }) },
    });
  });

  test('the template names the source of each function', () => {
    templateOf(made().stack).hasResource('AWS::Lambda::Function', { Metadata: { [entryMetadata]: entries.parallel } });
  });

  test.each<[Partial<NodeFunctionProps>, RegExp]>([
    [{ entry: 'lib/app.ts' }, /entry must be a path from the repository's root .*, got lib\/app.ts: /],
    [{ entry: 'lambdas/orders/absent.ts' }, /entry must be a file of this project, got lambdas\/orders\/absent.ts: /],
    [{ memory: 64 }, /memory must be 128 to 10240 MB, got 64: /],
    [{ timeout: Duration.minutes(16) }, /timeout must be 1 to 900 seconds, got 16 minutes: /],
  ])('%j is refused with its remedy', (props, message) => {
    expect(() => made(props)).toThrow(message);
  });
});
