import { identifier } from './property.ts';
import type { ResourceType } from '../../../template/resource-type.ts';

export const deployment: ResourceType = {
  properties: {
    ApiId: 'routes count as soon as they are created',
    Description: 'shown in the console only',
    StageName: 'a stage serves the routes of its API, whatever was deployed when',
  },
  create(resource) {
    const id = identifier(resource);
    return { ref: id, attributes: { DeploymentId: id } };
  },
};
