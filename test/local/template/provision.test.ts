import { describe, expect, test } from 'vitest';
import { TemplateError } from '../../../local/template/faults.ts';
import { provision, provisionAll } from '../../../local/template/provision.ts';
import { resourceTypes as own } from '../../../local/template/resource-types.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { ResourceTypes } from '../../../local/template/plan.ts';
import type { Resource } from '../../../local/template/resource-type.ts';
import type { Template } from '../../../local/template/template.ts';

const cloud = {} as Cloud;
const options = { stackName: 'Shop', accountId: '000000000000', region: 'us-east-1' };

function types(created: Resource[] = []): ResourceTypes {
  return {
    'Test::Thing': {
      properties: { Name: true, Peer: true, Colour: 'colours change nothing here' },
      create: (resource) => {
        created.push(resource);
        if (resource.properties['Name'] === 'broken') throw new Error('the name is broken');
        return { ref: resource.physicalName(40), attributes: { Arn: `arn:${resource.logicalId}` } };
      },
    },
  };
}

const thing = (properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) => ({
  Type: 'Test::Thing',
  Properties: properties,
  ...rest,
});

const read = (Type: string, more: Record<string, unknown> = {}): Template => ({
  Parameters: { P: { Type, ...more } },
  Resources: { A: thing({ Name: { Ref: 'P' } }) },
});

const nameOf = async (template: Template, given: Record<string, string> = {}): Promise<unknown> => {
  const created: Resource[] = [];
  await provision(template, cloud, types(created), {
    ...options,
    parameters: given,
    systemParameter: (name) => (name === '/known' ? 'v' : undefined),
  });
  return created[0]!.properties['Name'];
};

const artifact = (stackName: string, template: Template) => ({
  id: stackName,
  stackName,
  template,
  parameters: {},
  assets: new Map<string, string>(),
  account: undefined,
  region: undefined,
});

async function faultsOf(template: Template, given: Record<string, string> = {}): Promise<string[]> {
  const error = await provision(template, cloud, types(), { ...options, parameters: given }).catch((e: unknown) => e);
  if (!(error instanceof TemplateError)) throw new Error('expected a TemplateError', { cause: error });
  return error.faults.map(({ where, message }) => `${where}: ${message}`);
}

describe('order of creation', () => {
  test('a resource is created after those it refers to or depends on, else in template order', async () => {
    const created: Resource[] = [];
    const Resources = {
      A: thing({ Peer: { 'Fn::Sub': 'x${D.Arn}' } }),
      B: thing({}, { DependsOn: ['C'] }),
      C: thing(),
      D: thing(),
      E: thing({ Peer: { Ref: 'B' } }),
    };
    await provision({ Resources }, cloud, types(created), options);
    expect(created.map(({ logicalId }) => logicalId)).toEqual(['D', 'A', 'C', 'B', 'E']);
  });

  test('a cycle is named', async () => {
    const Resources = { A: thing({ Peer: { Ref: 'B' } }), B: thing({ Peer: { 'Fn::GetAtt': ['A', 'Arn'] } }) };
    expect(await faultsOf({ Resources })).toEqual(['A: resources depend on each other: A → B → A']);
  });

  test('a reference in the branch that was not chosen is no dependency', async () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        A: thing({ Peer: { 'Fn::If': ['Never', { Ref: 'B' }, 'x'] } }),
        B: thing({ Peer: { Ref: 'A' } }),
      },
    };
    const { resources } = await provision(template, cloud, types(), options);
    expect([...resources.keys()]).toEqual(['A', 'B']);
  });
});

describe('faults', () => {
  test('several are reported together, and nothing is created', async () => {
    const created: Resource[] = [];
    const Resources = {
      Good: thing(),
      Bad: thing({ Size: 1, Weight: 2 }, { Metadata: { 'aws:cdk:path': 'Shop/Bad/Resource' } }),
      Odd: { Type: 'AWS::EC2::VPC' },
      Lost: thing({ Peer: { Ref: 'Gone' } }),
    };
    const run = provision({ Resources }, cloud, types(created), options);
    await expect(run).rejects.toThrow(
      [
        '4 faults, nothing was created',
        '- Shop Bad (Shop/Bad/Resource): property Size of Test::Thing is not simulated',
        '- Shop Bad (Shop/Bad/Resource): property Weight of Test::Thing is not simulated',
        '- Shop Odd: resource type AWS::EC2::VPC is not simulated',
        '- Shop Lost: refers to Gone, which is not in the template',
      ].join('\n'),
    );
    expect(created).toEqual([]);
  });

  test.each<[string, Template, string]>([
    ['an unknown intrinsic', { Resources: { A: thing({ Name: { 'Fn::Cidr': [] } }) } }, 'A: Fn::Cidr is not simulated'],
    [
      'an unknown attribute',
      { Resources: { A: thing({}, { CreationPolicy: {} }) } },
      'A: resource attribute CreationPolicy is not simulated',
    ],
    [
      'an unknown dependency',
      { Resources: { A: thing({}, { DependsOn: 'Z' }) } },
      'A: depends on Z, which is not in the template',
    ],
    ['an unknown condition', { Resources: { A: thing({}, { Condition: 'Z' }) } }, 'A: the template has no condition Z'],
    [
      'a macro',
      { Transform: 'AWS::Serverless-2016-10-31', Resources: {} },
      'Transform: macro AWS::Serverless-2016-10-31 is not simulated',
    ],
    ['an unknown section', { Hooks: {}, Resources: {} }, 'Hooks: template section Hooks is not simulated'],
    [
      'an output of nothing',
      { Outputs: { U: { Value: { Ref: 'Z' } } } },
      'Outputs.U: refers to Z, which is not in the template',
    ],
    [
      'a reference to a resource left out',
      {
        Conditions: { No: { 'Fn::Equals': [1, 2] } },
        Resources: { A: thing({}, { Condition: 'No' }), B: thing({ Peer: { Ref: 'A' } }) },
      },
      'B: refers to A, whose condition does not hold',
    ],
  ])('%s is refused by name', async (_what, template, message) => {
    expect(await faultsOf(template)).toEqual([message]);
  });

  test('a property that AWS::NoValue leaves out is not checked', async () => {
    const template = { Resources: { A: thing({ Size: { Ref: 'AWS::NoValue' } }) } };
    await expect(provision(template, cloud, types(), options)).resolves.toBeDefined();
  });

  test('a resource that cannot be created is named with its path, and the cause is kept', async () => {
    const template = { Resources: { A: thing({ Name: 'broken' }, { Metadata: { 'aws:cdk:path': 'Shop/A' } }) } };
    const error = await provision(template, cloud, types(), options).catch((e: unknown) => e as Error);
    expect(error).toMatchObject({
      message: 'A (Shop/A): Test::Thing could not be created: the name is broken',
      cause: { message: 'the name is broken' },
    });
  });

  test('an asset that the assembly lacks is named', async () => {
    const needy: ResourceTypes = {
      'Test::Thing': { properties: {}, create: (resource) => ({ ref: resource.assetPath('abc.zip') }) },
    };
    const run = provision({ Resources: { A: thing() } }, cloud, needy, options);
    await expect(run).rejects.toThrow('the assembly has no asset abc.zip');
  });
});

describe('parameters', () => {
  test.each<[string, Template, Record<string, string>, unknown]>([
    ['a given value wins over the default', read('String', { Default: 'd' }), { P: 'g' }, 'g'],
    ['a default stands in', read('String', { Default: 'd' }), {}, 'd'],
    ['a number is a number', read('Number'), { P: '12' }, 12],
    ['a list is parted at commas', read('CommaDelimitedList'), { P: 'a, b' }, ['a', 'b']],
    ['an SSM parameter is looked up', read('AWS::SSM::Parameter::Value<String>', { Default: '/known' }), {}, 'v'],
  ])('%s', async (_rule, template, given, expected) => {
    expect(await nameOf(template, given)).toEqual(expected);
  });

  test.each<[string, Template, Record<string, string>, string]>([
    ['no value', read('String'), {}, 'A: parameter P has no value: it has no default and no value was given'],
    [
      'an unknown SSM parameter',
      read('AWS::SSM::Parameter::Value<String>', { Default: '/x' }),
      {},
      'A: parameter P has no value: the SSM parameter /x is not known here',
    ],
    [
      'a value not allowed',
      read('String', { AllowedValues: ['a', 'b'] }),
      { P: 'c' },
      'Parameters.P: must be one of a, b, got c',
    ],
    [
      'a value off the pattern',
      read('String', { AllowedPattern: '[a-z]+', ConstraintDescription: 'lower case' }),
      { P: 'A' },
      'Parameters.P: must match [a-z]+, got A (lower case)',
    ],
    ['no number', read('Number'), { P: 'x' }, 'Parameters.P: must be a number, got x'],
    ['a number too high', read('Number', { MaxValue: 3 }), { P: '4' }, 'Parameters.P: it must be at most 3, got 4'],
    [
      'a text too short',
      read('String', { MinLength: '2' }),
      { P: 'a' },
      'Parameters.P: its length must be at least 2, got 1',
    ],
    [
      'a value for no parameter',
      { Resources: {} },
      { Q: 'a' },
      'Parameters.Q: a value was given, but the template has no such parameter',
    ],
  ])('%s is refused', async (_what, template, given, message) => {
    expect(await faultsOf(template, given)).toEqual([message]);
  });
});

describe('a provisioned stack', () => {
  test('gives outputs, exports, created resources and what was ignored', async () => {
    const template: Template = {
      Parameters: {
        BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/x/version' },
      },
      Rules: { CheckBootstrapVersion: { Assertions: [] } },
      Conditions: { No: { 'Fn::Equals': [1, 2] } },
      Resources: { A: thing({ Colour: 'red' }), M: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'x' } } },
      Outputs: {
        Arn: { Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Arn' } } },
        Skipped: { Value: 'x', Condition: 'No' },
      },
    };
    const stack = await provision(template, cloud, { ...own, ...types() }, options);
    expect(stack.outputs).toEqual({ Arn: 'arn:A' });
    expect([...stack.exports]).toEqual([['Shop:Arn', 'arn:A']]);
    expect(stack.resources.get('A')).toMatchObject({ type: 'Test::Thing', attributes: { Arn: 'arn:A' } });
    expect(stack.ignored.map(({ what }) => what)).toEqual([
      'A.Colour',
      'M.Analytics',
      'Parameters.BootstrapVersion',
      'Rules.CheckBootstrapVersion',
    ]);
  });

  test('has the same physical names in every run, within the length asked for', async () => {
    const longId = 'L'.repeat(60);
    const run = async () =>
      (await provision({ Resources: { [longId]: thing(), B: thing() } }, cloud, types(), options)).resources;
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.get('B')!.ref).toMatch(/^Shop-B-[0-9A-Z]{12}$/);
    expect(first.get(longId)!.ref).toMatch(/^Shop-L+-[0-9A-Z]{12}$/);
    expect(first.get(longId)!.ref).toHaveLength(40);
  });
});

describe('several stacks', () => {
  test('a stack reads the exports and outputs of those before it', async () => {
    const first = artifact('One', {
      Resources: { A: thing() },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Export: { Name: 'One:Arn' } } },
    });
    const second = artifact('Two', {
      Outputs: {
        I: { Value: { 'Fn::ImportValue': 'One:Arn' } },
        O: { Value: { 'Fn::GetStackOutput': { StackName: 'One', OutputName: 'Arn' } } },
      },
    });
    const [, two] = await provisionAll([first, second], cloud, types(), options);
    expect(two!.outputs).toEqual({ I: 'arn:A', O: 'arn:A' });
  });

  test('a fault in the second stack keeps the first from being created', async () => {
    const created: Resource[] = [];
    const stacks = [
      artifact('One', { Resources: { A: thing() } }),
      artifact('Two', { Resources: { B: { Type: 'X::Y::Z' } } }),
    ];
    await expect(provisionAll(stacks, cloud, types(created), options)).rejects.toThrow('Two B: resource type X::Y::Z');
    expect(created).toEqual([]);
  });
});
