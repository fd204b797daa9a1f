import type { Cloud } from '../local/services/cloud.ts';
import { awsServices } from '../local/services/aws-services.ts';
import { Gateway, type GatewayOptions } from '../local/services/gateway.ts';
import { roleOf } from './wire-request.ts';

/** A gateway that takes its callers for the roles that their wire requests name, and for the root where they name none. */
export function roleGateway(cloud: Cloud, options: Pick<GatewayOptions, 'nextRequestId' | 'around'>): Gateway {
  const { iam } = cloud;
  return new Gateway(awsServices(cloud), {
    callerOf: (credential) => ({ principal: credential === undefined ? iam.root.principal : roleOf(credential) }),
    authorizerFor: (caller) => iam.authorizerFor(caller),
    ...options,
  });
}
