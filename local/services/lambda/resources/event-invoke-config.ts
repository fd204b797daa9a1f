import { saveAsyncSettings } from '../async-settings.ts';
import { text } from './property.ts';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfig: ResourceType = {
  properties: {
    DestinationConfig: true,
    FunctionName: true,
    MaximumEventAgeInSeconds: true,
    MaximumRetryAttempts: true,
    Qualifier: true,
  },
  create(resource: Resource, cloud: Cloud): Created {
    const target = cloud.lambda.resolve(text(resource, 'FunctionName'), text(resource, 'Qualifier'));
    saveAsyncSettings(cloud.lambda, target, resource.properties);
    return { ref: resource.physicalName(64) };
  },
};
