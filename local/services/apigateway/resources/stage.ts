import { text } from './property.ts';
import type { Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Stage, Throttle } from '../http-api.ts';

export const stage: ResourceType = {
  properties: {
    AccessLogSettings: true,
    ApiId: true,
    AutoDeploy: 'changes are always deployed at once',
    DefaultRouteSettings: true,
    DeploymentId: 'changes are always deployed at once',
    Description: 'shown in the console only',
    RouteSettings: true,
    StageName: true,
    StageVariables: true,
    Tags: 'no cost is allocated',
  },
  create(resource, { httpApis }) {
    const { DefaultRouteSettings, RouteSettings, StageVariables } = resource.properties;
    const name = text(resource, 'StageName');
    const routeThrottles = Object.entries((RouteSettings ?? {}) as Record<string, unknown>).flatMap(
      ([key, settings]) => {
        const found = throttle(settings);
        return found === undefined ? [] : [[key, found] as const];
      },
    );
    httpApis.api(text(resource, 'ApiId')).stages.set(name, {
      name,
      throttle: throttle(DefaultRouteSettings),
      routeThrottles: Object.fromEntries(routeThrottles),
      accessLog: accessLog(resource),
      variables: (StageVariables ?? {}) as Record<string, string>,
    });
    return { ref: name };
  },
};

/** The account's limits where only one of the two is given. */
function throttle(settings: unknown): Throttle | undefined {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = (settings ?? {}) as Record<string, unknown>;
  if (rate === undefined && burst === undefined) return undefined;
  return { rate: Number(rate ?? 10_000), burst: Number(burst ?? 5000) };
}

function accessLog({ properties }: Resource): Stage['accessLog'] {
  const given = properties['AccessLogSettings'] as { DestinationArn: string; Format: string } | undefined;
  if (given === undefined) return undefined;
  const logGroup = /:log-group:([^:]+)/.exec(given.DestinationArn)?.[1];
  if (logGroup === undefined) throw new Error(`An access log in ${given.DestinationArn} is not simulated`);
  return { logGroup, format: given.Format };
}
