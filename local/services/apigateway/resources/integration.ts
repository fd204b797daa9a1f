import { identifier, optionalText, text } from './property.ts';
import type { Resource, ResourceType } from '../../../template/resource-type.ts';

export const integration: ResourceType = {
  properties: {
    ApiId: true,
    ConnectionType: true,
    CredentialsArn: true,
    Description: 'shown in the console only',
    IntegrationMethod: 'functions are invoked by POST alone',
    IntegrationSubtype: true,
    IntegrationType: true,
    IntegrationUri: true,
    PayloadFormatVersion: true,
    TimeoutInMillis: true,
  },
  create(resource, { httpApis }) {
    const { IntegrationType, IntegrationSubtype, ConnectionType, PayloadFormatVersion } = resource.properties;
    if (IntegrationSubtype !== undefined) refuse(`The integration ${JSON.stringify(IntegrationSubtype)}`);
    if (IntegrationType !== 'AWS_PROXY') refuse(`An integration of type ${String(IntegrationType)}`);
    if ((ConnectionType ?? 'INTERNET') !== 'INTERNET') refuse(`The connection type ${String(ConnectionType)}`);
    const payloadVersion = String(PayloadFormatVersion);
    if (payloadVersion !== '1.0' && payloadVersion !== '2.0')
      throw new Error(`${resource.logicalId}: PayloadFormatVersion must be 1.0 or 2.0, got ${payloadVersion}`);
    const id = identifier(resource);
    httpApis.api(text(resource, 'ApiId')).integrations.set(id, {
      functionArn: functionArnOf(text(resource, 'IntegrationUri')),
      payloadVersion,
      timeoutMilliseconds: timeout(resource),
      roleArn: role(resource),
    });
    return { ref: id };
  },
};

function refuse(what: string): never {
  throw new Error(`${what} is not simulated`);
}

function timeout({ logicalId, properties }: Resource): number {
  const milliseconds = Number(properties['TimeoutInMillis'] ?? 30_000);
  if (milliseconds >= 50 && milliseconds <= 30_000) return milliseconds;
  throw new Error(`${logicalId}: TimeoutInMillis must be 50 to 30000, got ${milliseconds}`);
}

function role(resource: Resource): string | undefined {
  const arn = optionalText(resource, 'CredentialsArn');
  if (arn?.includes(':user/') === true) refuse('An integration on the rights of its caller');
  return arn;
}

/** Either the function's ARN, or the ARN of Lambda's invoke action on it. */
function functionArnOf(uri: string): string {
  const arn = /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
  if (!arn.includes(':lambda:')) refuse(`An integration with ${uri}`);
  return arn;
}
