import { api } from './resources/api.ts';
import { authorizer } from './resources/authorizer.ts';
import { deployment } from './resources/deployment.ts';
import { integration } from './resources/integration.ts';
import { route } from './resources/route.ts';
import { stage } from './resources/stage.ts';
import type { ResourceType } from '../../template/resource-type.ts';

/** HTTP APIs by CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html */
export const apiGatewayResources: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Deployment': deployment,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Stage': stage,
};
