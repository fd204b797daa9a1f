import { apiGatewayResources } from '../services/apigateway/resources.ts';
import { cloudwatchResources } from '../services/cloudwatch/resources.ts';
import { dynamodbResources } from '../services/dynamodb/resources.ts';
import { iamResources } from '../services/iam/resources.ts';
import { lambdaResources } from '../services/lambda/resources.ts';
import { logsResources } from '../services/logs/resources.ts';
import { s3Resources } from '../services/s3/resources.ts';
import { schedulerResources } from '../services/scheduler/resources.ts';
import { snsResources } from '../services/sns/resources.ts';
import { sqsResources } from '../services/sqs/resources.ts';
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
export const resourceTypes: ResourceTypes = {
  ...inert,
  ...apiGatewayResources,
  ...cloudwatchResources,
  ...dynamodbResources,
  ...iamResources,
  ...lambdaResources,
  ...logsResources,
  ...s3Resources,
  ...schedulerResources,
  ...snsResources,
  ...sqsResources,
};
