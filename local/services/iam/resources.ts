import type { Resource, ResourceType } from '../../template/resource-type.ts';
import type { PolicyDocument } from '../service.ts';

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyDocument;
}

const role: ResourceType = {
  properties: {
    AssumeRolePolicyDocument: true,
    Description: 'shown in the console only',
    ManagedPolicyArns: true,
    MaxSessionDuration: 'credentials here do not expire',
    Path: true,
    Policies: true,
    RoleName: true,
    Tags: 'no policy here depends on tags',
  },
  create(resource, { iam }) {
    const { properties } = resource;
    const name = optional(resource, 'RoleName') ?? resource.physicalName(64);
    const trust = properties['AssumeRolePolicyDocument'] as PolicyDocument;
    const { arn, id } = iam.createRole(name, trust, optional(resource, 'Path'));
    for (const policy of (properties['Policies'] ?? []) as InlinePolicy[])
      iam.attach(name, policy.PolicyDocument, policy.PolicyName);
    for (const policyArn of (properties['ManagedPolicyArns'] ?? []) as string[]) iam.attachManaged(name, policyArn);
    return { ref: name, attributes: { Arn: arn, RoleId: id } };
  },
};

const policy: ResourceType = {
  properties: { PolicyName: true, PolicyDocument: true, Roles: true },
  create({ properties, logicalId }, { iam }) {
    const document = properties['PolicyDocument'] as PolicyDocument;
    for (const name of (properties['Roles'] ?? []) as string[])
      iam.attach(name, document, properties['PolicyName'] as string);
    return { ref: logicalId, attributes: { Id: logicalId } };
  },
};

const rolePolicy: ResourceType = {
  properties: { PolicyName: true, PolicyDocument: true, RoleName: true },
  create({ properties, logicalId }, { iam }) {
    const { PolicyName, PolicyDocument: document } = properties as unknown as InlinePolicy;
    iam.attach(properties['RoleName'] as string, document, PolicyName);
    return { ref: logicalId };
  },
};

const managedPolicy: ResourceType = {
  properties: {
    Description: 'shown in the console only',
    ManagedPolicyName: true,
    Path: true,
    PolicyDocument: true,
    Roles: true,
  },
  create(resource, { iam }) {
    const name = optional(resource, 'ManagedPolicyName') ?? resource.physicalName(128);
    const arn = `arn:aws:iam::${iam.surroundings.accountId}:policy${optional(resource, 'Path') ?? '/'}${name}`;
    iam.createManagedPolicy(arn, resource.properties['PolicyDocument'] as PolicyDocument);
    for (const roleName of (resource.properties['Roles'] ?? []) as string[]) iam.attachManaged(roleName, arn);
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
};

function optional({ properties }: Resource, name: string): string | undefined {
  return properties[name] as string | undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html */
export const iamResources: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::IAM::RolePolicy': rolePolicy,
};
