import { grant } from '../permissions.ts';
import type { AddPermissionRequest } from '@aws-sdk/client-lambda';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const permission: ResourceType = {
  properties: {
    Action: true,
    EventSourceToken: true,
    FunctionName: true,
    FunctionUrlAuthType: true,
    InvokedViaFunctionUrl: true,
    Principal: true,
    PrincipalOrgID: true,
    SourceAccount: true,
    SourceArn: true,
  },
  create(resource: Resource, cloud: Cloud): Created {
    const sid = resource.physicalName(100);
    grant(cloud.lambda, { ...(resource.properties as unknown as AddPermissionRequest), StatementId: sid });
    return { ref: sid, attributes: { Id: sid } };
  },
};
