import { addFunctionUrl } from '../function-urls.ts';
import { text } from './property.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html */
export const functionUrl: ResourceType = {
  properties: { AuthType: true, Cors: true, InvokeMode: true, Qualifier: true, TargetFunctionArn: true },
  create(resource: Resource, cloud: Cloud): Created {
    const arn = text(resource, 'TargetFunctionArn');
    const input = { ...(resource.properties as unknown as CreateFunctionUrlConfigRequest), FunctionName: arn };
    const url = addFunctionUrl(cloud.lambda, input);
    return {
      ref: arn,
      attributes: { FunctionUrl: String(url['FunctionUrl']), FunctionArn: String(url['FunctionArn']) },
    };
  },
};
