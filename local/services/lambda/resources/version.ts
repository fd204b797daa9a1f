import { publish } from '../versions.ts';
import { text } from './property.ts';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html */
export const version: ResourceType = {
  properties: {
    CodeSha256: 'guards an upload against a race, and nothing is uploaded here',
    Description: true,
    FunctionName: true,
    ProvisionedConcurrencyConfig: 'only keeps environments warm',
    RuntimePolicy: 'there is one runtime: the Node.js that runs the simulator',
  },
  create(resource: Resource, cloud: Cloud): Created {
    const { settings } = cloud.lambda.resolve(text(resource, 'FunctionName'));
    const { Description } = resource.properties as unknown as { Description?: string };
    const published = publish(cloud.lambda, settings.functionName, Description);
    const arn = `${published.functionArn}:${published.version}`;
    return { ref: arn, attributes: { FunctionArn: arn, Version: published.version } };
  },
};
