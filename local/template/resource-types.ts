import type { ResourceTypes } from './plan.ts';

/** Resources that only matter to a deployment on AWS. */
const inert: ResourceTypes = {
  'AWS::CDK::Metadata': {
    properties: { Analytics: 'usage statistics for the CDK team' },
    create: ({ logicalId }) => ({ ref: logicalId }),
  },
  'AWS::CloudFormation::WaitConditionHandle': {
    properties: {},
    create: ({ logicalId }) => ({ ref: `https://cloudformation-waitcondition.s3.amazonaws.com/${logicalId}` }),
  },
};

/** Every resource type that can be provisioned. */
export const resourceTypes: ResourceTypes = { ...inert };
