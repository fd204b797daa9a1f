import { addAlias } from '../aliases.ts';
import { text } from './property.ts';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

interface Properties {
  Description?: string;
  RoutingConfig?: { AdditionalVersionWeights?: { FunctionVersion: string; FunctionWeight: number }[] };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
export const alias: ResourceType = {
  properties: {
    Description: true,
    FunctionName: true,
    FunctionVersion: true,
    Name: true,
    ProvisionedConcurrencyConfig: 'only keeps environments warm',
    RoutingConfig: true,
  },
  create(resource: Resource, cloud: Cloud): Created {
    const { Description, RoutingConfig } = resource.properties as unknown as Properties;
    const weights = (RoutingConfig?.AdditionalVersionWeights ?? []).map(
      ({ FunctionVersion, FunctionWeight }): [string, number] => [FunctionVersion, FunctionWeight],
    );
    const functionName = text(resource, 'FunctionName');
    const name = text(resource, 'Name');
    addAlias(cloud.lambda, {
      FunctionName: functionName,
      Name: name,
      FunctionVersion: text(resource, 'FunctionVersion'),
      Description,
      ...(weights.length > 0 && { RoutingConfig: { AdditionalVersionWeights: Object.fromEntries(weights) } }),
    });
    const arn = `${cloud.lambda.resolve(functionName).settings.functionArn}:${name}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  },
};
