import type { ResourceType } from '../../template/resource-type.ts';
import type { PolicyDocument } from '../service.ts';

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyDocument;
}

/** Policies of AWS's own that templates attach by name, as far as they are needed here. */
const awsManaged: Readonly<Record<string, PolicyDocument>> = {
  'service-role/AWSLambdaBasicExecutionRole': {
    Statement: {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  },
};

export const iamResources: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    properties: {
      RoleName: true,
      AssumeRolePolicyDocument: 'engines assume the roles that the template gives them',
      Policies: true,
      ManagedPolicyArns: true,
      Description: 'shown in the console only',
      Tags: 'no policy here depends on tags',
    },
    create({ properties, physicalName }, { iam }) {
      const name = (properties['RoleName'] as string | undefined) ?? physicalName(64);
      iam.createRole(name);
      for (const { PolicyDocument: document } of (properties['Policies'] ?? []) as InlinePolicy[])
        iam.attach(name, document);
      for (const arn of (properties['ManagedPolicyArns'] ?? []) as string[]) {
        const document = awsManaged[arn.replace(/^arn:[\w-]+:iam::aws:policy\//, '')];
        if (document === undefined) throw new Error(`The managed policy ${arn} is not simulated`);
        iam.attach(name, document);
      }
      return { ref: name, attributes: { Arn: iam.roleArn(name), RoleId: `AROA${name}` } };
    },
  },
  'AWS::IAM::Policy': {
    properties: { PolicyName: true, PolicyDocument: true, Roles: true },
    create({ properties, logicalId }, { iam }) {
      for (const role of (properties['Roles'] ?? []) as string[])
        iam.attach(role, properties['PolicyDocument'] as PolicyDocument);
      return { ref: logicalId };
    },
  },
};
