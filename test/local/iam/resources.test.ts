import { expect, test } from 'vitest';
import { provision } from '../../../local/template/provision.ts';
import { iamResources } from '../../../local/services/iam/resources.ts';
import { accountId, document, queue, scene } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

const demand = { action: 'sqs:SendMessage', resource: queue };
const trust = document({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });
const grants = document({ Action: 'sqs:SendMessage', Resource: queue });
const roleOf = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, ...properties },
});

async function deploy(Resources: object) {
  const { iam } = scene();
  const Outputs = { Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Name: { Value: { Ref: 'Role' } } };
  const stack = await provision({ Resources, Outputs } as never, { iam } as Cloud, iamResources, {
    stackName: 'Shop',
    accountId,
    region: 'us-east-1',
  });
  const principal = stack.outputs['Arn']!;
  return { iam, principal, name: stack.outputs['Name']!, may: () => iam.allows({ principal }, demand) };
}

test('a role is referred to by its name, and has an ARN with its path', async () => {
  const { name, principal } = await deploy({ Role: roleOf({ RoleName: 'runner', Path: '/jobs/' }) });
  expect([name, principal]).toEqual(['runner', `arn:aws:iam::${accountId}:role/jobs/runner`]);
});

test.each([
  ['inline in the role', { Role: roleOf({ Policies: [{ PolicyName: 'p', PolicyDocument: grants }] }) }],
  [
    'a policy of its own',
    {
      Role: roleOf(),
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', PolicyDocument: grants, Roles: [{ Ref: 'Role' }] },
      },
    },
  ],
  [
    'a policy of one role',
    {
      Role: roleOf(),
      Policy: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { PolicyName: 'p', PolicyDocument: grants, RoleName: { Ref: 'Role' } },
      },
    },
  ],
  [
    'a managed policy that names the role',
    {
      Role: roleOf(),
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: grants, Roles: [{ Ref: 'Role' }] } },
    },
  ],
  [
    'a managed policy that the role names',
    {
      Role: roleOf({ ManagedPolicyArns: [{ Ref: 'Policy' }] }),
      Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: grants } },
    },
  ],
])('a grant counts as %s', async (_title, resources) => {
  expect((await deploy(resources)).may()).toBe(true);
});

test("AWS's own policy for functions lets them write logs, and one that is not known is refused by name", async () => {
  const attached = (name: string) =>
    deploy({ Role: roleOf({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] }) });
  const { iam, principal } = await attached('service-role/AWSLambdaBasicExecutionRole');
  expect(
    iam.allows({ principal }, { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:us-east-1:1:log-group:g' }),
  ).toBe(true);
  expect(iam.allows({ principal }, demand)).toBe(false);
  await expect(attached('PowerUserAccess')).rejects.toThrow(
    'The managed policy arn:aws:iam::aws:policy/PowerUserAccess is not simulated',
  );
});

test('a permissions boundary is refused by name', async () => {
  await expect(deploy({ Role: roleOf({ PermissionsBoundary: 'arn:aws:iam::aws:policy/x' }) })).rejects.toThrow(
    'PermissionsBoundary',
  );
});
