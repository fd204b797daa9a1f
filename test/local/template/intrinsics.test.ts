import { describe, expect, test } from 'vitest';
import { evaluate, prune } from '../../../local/template/intrinsics.ts';
import { StackScope } from '../../../local/template/stack-scope.ts';
import type { Template } from '../../../local/template/template.ts';

const template: Template = {
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsNotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsNotProd' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsNotProd' }] },
    Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
  },
  Mappings: { Sizes: { dev: { memory: 128 } } },
};

function scope(): StackScope {
  const outside = {
    stackName: 'Shop',
    accountId: '000000000000',
    region: 'eu-west-1',
    imported: (name: string) => (name === 'Shared:Topic' ? 'arn:topic' : undefined),
    stackOutput: (stack: string, output: string) => (stack === 'Shared' && output === 'Url' ? 'http://x' : undefined),
    secret: (service: string, reference: string) => (service === 'secretsmanager' ? `<${reference}>` : undefined),
  };
  const parameters = new Map([
    ['Stage', { value: 'dev' }],
    ['Zones', { value: ['a', 'b', 'c'] }],
    ['Absent', { missing: 'nobody gave one' }],
  ]);
  const stack = new StackScope(template, outside, parameters);
  stack.created.set('Queue', {
    type: 'AWS::SQS::Queue',
    ref: 'http://q',
    attributes: { Arn: 'arn:q', 'A.B': 'dotted' },
  });
  return stack;
}

const value = (expression: unknown): unknown => evaluate(expression, scope());

describe('an intrinsic function', () => {
  test.each([
    ['Ref of a parameter gives its value', { Ref: 'Stage' }, 'dev'],
    ['Ref of a list parameter gives the list', { Ref: 'Zones' }, ['a', 'b', 'c']],
    ['Ref of a resource gives its reference', { Ref: 'Queue' }, 'http://q'],
    ['Ref of a pseudo parameter gives it', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['GetAtt takes a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:q'],
    ['GetAtt takes text, parted at the first dot', { 'Fn::GetAtt': 'Queue.A.B' }, 'dotted'],
    ['Join glues evaluated parts', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-dev-1'],
    ['Join takes a list parameter', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b,c'],
    ['Join leaves out AWS::NoValue', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }]] }, 'a'],
    [
      'Sub fills references and attributes',
      { 'Fn::Sub': '${Stage}/${Queue.Arn}/${AWS::AccountId}' },
      'dev/arn:q/000000000000',
    ],
    ['Sub prefers its own variables', { 'Fn::Sub': ['${Stage}', { Stage: { Ref: 'AWS::Region' } }] }, 'eu-west-1'],
    ['Sub keeps escaped placeholders', { 'Fn::Sub': 'a ${!Literal}' }, 'a ${Literal}'],
    ['Select counts from zero, as text too', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
    ['Split parts text', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }, ['arn', 'q']],
    ['If takes the second branch when the condition fails', { 'Fn::If': ['IsProd', 1, { Ref: 'Stage' }] }, 'dev'],
    ['If does not evaluate the other branch', { 'Fn::If': ['IsProd', { Ref: 'Nothing' }, 'x'] }, 'x'],
    ['And holds if all hold', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['Or holds if one holds', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['FindInMap looks up', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    [
      'FindInMap falls back to its default',
      { 'Fn::FindInMap': ['Sizes', 'prod', 'memory', { DefaultValue: 256 }] },
      256,
    ],
    ['Base64 encodes UTF-8', { 'Fn::Base64': 'é' }, 'w6k='],
    ['ImportValue reads exports', { 'Fn::ImportValue': { 'Fn::Sub': 'Shared:Topic' } }, 'arn:topic'],
    ['GetStackOutput reads outputs', { 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Url' } }, 'http://x'],
    [
      'ToJsonString writes evaluated JSON',
      { 'Fn::ToJsonString': { q: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      '{"q":"arn:q"}',
    ],
    ['Length counts', { 'Fn::Length': { Ref: 'Zones' } }, 3],
    [
      'dynamic references are resolved inside text',
      'x{{resolve:secretsmanager:id:SecretString:key}}',
      'x<id:SecretString:key>',
    ],
    ['Equals compares as text', { 'Fn::Equals': [true, 'true'] }, true],
  ])('%s', (_rule, expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each([
    [{ Ref: 'Nothing' }, 'the stack has no resource or parameter Nothing'],
    [{ Ref: 'Absent' }, 'parameter Absent has no value: nobody gave one'],
    [
      { 'Fn::GetAtt': ['Queue', 'Colour'] },
      'Queue.Colour is not simulated: AWS::SQS::Queue has these attributes here: Arn, A.B',
    ],
    [{ 'Fn::GetAZs': '' }, 'Fn::GetAZs is not simulated'],
    [{ 'Fn::Select': [3, { Ref: 'Zones' }] }, 'Fn::Select cannot take entry 3 of 3'],
    [{ 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, 'Fn::FindInMap: the template has no Sizes.prod.memory'],
    [{ 'Fn::ImportValue': 'x' }, 'no stack exports x'],
    [{ 'Fn::If': ['Loop', 1, 2] }, 'condition Loop depends on itself'],
    [{ 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O', Region: 'us-east-1' } }, 'another region (us-east-1)'],
    ['{{resolve:ssm:/x}}', '{{resolve:ssm:/x}} is not known here'],
  ])('%j fails by name', (expression, message) => {
    expect(() => value(expression)).toThrow(message);
  });
});

test('AWS::NoValue leaves out its property and its list entry', () => {
  const none = { Ref: 'AWS::NoValue' };
  expect(value({ a: none, b: [none, 1], c: { 'Fn::If': ['IsProd', 1, none] } })).toEqual({ b: [1] });
});

test('a policy statement keeps its Condition, which is no intrinsic function there', () => {
  const statement = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  expect(value(statement)).toEqual(statement);
});

test('pruning resolves conditions and leaves other functions alone', () => {
  const join = { 'Fn::Join': ['', [{ 'Fn::If': ['IsProd', 'x', { Ref: 'Nothing' }] }]] };
  expect(prune({ a: join, b: { Ref: 'AWS::NoValue' }, c: null }, scope())).toEqual({
    a: { 'Fn::Join': ['', [{ Ref: 'Nothing' }]] },
    c: null,
  });
});
