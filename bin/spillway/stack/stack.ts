import { readFileSync } from 'node:fs';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface Resource {
  readonly logicalId: string;
  /** `AWS::SQS::Queue`. */
  readonly type: string;
  /** What `Ref` gives: a queue's URL, a topic's ARN, a function's, table's or bucket's name. */
  readonly physicalId: string;
}

/** What is known of a deployed stack. */
export interface Stack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
}

/** @param page what the runtime's console answers under `stack` */
export function fromConsole(page: Stack | undefined, endpoint: string): Stack {
  if (page === undefined) throw new Error(`${endpoint} runs an older Spillway, without the page _spillway/stack`);
  return page;
}

/** @throws CloudFormation's own errors, such as that there is no such stack */
export async function fromCloudFormation(client: CloudFormationClient, name: string): Promise<Stack> {
  const { DescribeStacksCommand, paginateListStackResources } = await import('@aws-sdk/client-cloudformation');
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const resources: Resource[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: name })) {
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of StackResourceSummaries) {
      if (PhysicalResourceId !== undefined)
        resources.push({ logicalId: LogicalResourceId!, type: ResourceType!, physicalId: PhysicalResourceId });
    }
  }
  const outputs = (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!] as const);
  return { name, outputs: Object.fromEntries(outputs), resources };
}

/**
 * From the file that `cdk deploy --outputs-file` writes. Queues are those whose names begin with the stack's; the events
 * topic is among the outputs.
 *
 * @throws Error where the file holds no such stack
 */
export async function fromOutputs(file: string, wanted: string | undefined, client: SQSClient): Promise<Stack> {
  const stacks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  const name = wanted ?? Object.keys(stacks)[0];
  const outputs = name === undefined ? undefined : stacks[name];
  if (name === undefined || outputs === undefined)
    throw new Error(`${file} holds no stack ${wanted ?? ''}; it holds ${Object.keys(stacks).join(', ') || 'none'}`);
  const { paginateListQueues } = await import('@aws-sdk/client-sqs');
  const resources: Resource[] = [];
  const prefix = { QueueNamePrefix: `${name}-`, MaxResults: 1000 };
  for await (const { QueueUrls = [] } of paginateListQueues({ client }, prefix)) {
    for (const url of QueueUrls)
      resources.push({ logicalId: url.split('/').at(-1)!, type: 'AWS::SQS::Queue', physicalId: url });
  }
  const topic = outputs['EventsTopic'];
  if (topic !== undefined) resources.push({ logicalId: 'EventsTopic', type: 'AWS::SNS::Topic', physicalId: topic });
  return { name, outputs, resources };
}

/** Physical ids of all resources of one type. */
export function physicalIds({ resources }: Stack, type: string): string[] {
  return resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);
}
