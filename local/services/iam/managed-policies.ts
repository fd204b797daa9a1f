import type { PolicyDocument } from '../service.ts';

const allow = (...Action: string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource: '*' },
});

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * Policies of AWS's own that templates attach by name
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html).
 */
const policies: Readonly<Record<string, PolicyDocument>> = {
  AWSXRayDaemonWriteAccess: allow(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
  AdministratorAccess: allow('*'),
  'service-role/AWSLambdaBasicExecutionRole': allow(...logs),
  'service-role/AWSLambdaDynamoDBExecutionRole': allow(
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...logs,
  ),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow(
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ),
};

/** @throws Error for a policy that is not known here */
export function awsManagedPolicy(arn: string): PolicyDocument {
  const name = arn.replace(/^arn:[\w-]+:iam::aws:policy\//, '');
  if (name !== arn && Object.hasOwn(policies, name)) return policies[name]!;
  throw new Error(`The managed policy ${arn} is not simulated`);
}
