import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

interface Properties {
  LayerName?: string;
  Description?: string;
  CompatibleRuntimes?: string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversion.html */
export const layerVersion: ResourceType = {
  properties: {
    CompatibleArchitectures: 'only shown by listings',
    CompatibleRuntimes: true,
    Content: 'layers are noted by name; bundles carry their dependencies',
    Description: true,
    LayerName: true,
    LicenseInfo: 'only shown by listings',
  },
  create(resource: Resource, { lambda }: Cloud): Created {
    const { LayerName, Description, CompatibleRuntimes } = resource.properties as unknown as Properties;
    const layerName = LayerName ?? resource.physicalName(64);
    const { region, accountId, clock } = lambda.surroundings;
    const version = [...lambda.store.layers.values()].filter((layer) => layer.layerName === layerName).length + 1;
    const arn = `arn:aws:lambda:${region}:${accountId}:layer:${layerName}:${version}`;
    lambda.store.put('layers', arn, {
      layerName,
      version,
      arn,
      description: Description ?? '',
      compatibleRuntimes: CompatibleRuntimes ?? [],
      createdDate: new Date(clock.now()).toISOString(),
    });
    return { ref: arn, attributes: { LayerVersionArn: arn } };
  },
};
