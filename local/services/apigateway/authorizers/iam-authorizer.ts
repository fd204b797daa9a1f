import { AwsError } from '../../aws-error.ts';
import { readSignature, signatureHolds } from './request-signature.ts';
import type { Caller, Demand } from '../../service.ts';
import type { Routed } from '../exchange.ts';

export interface IamPorts {
  readonly accountId: string;
  readonly region: string;
  /** Most that the clocks of signer and API may differ by, milliseconds. */
  readonly skewMilliseconds: number;
  /** A key that may sign; undefined for one that nobody was given. */
  signingKey(accessKeyId: string): SigningKey | undefined;
  /** What a caller may do: throws `AccessDenied`. */
  authorizerFor(caller: Caller): (demand: Demand) => void;
  identityOf(caller: Caller): { readonly userId: string; readonly arn: string };
}

export interface SigningKey {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly caller: Caller;
}

/**
 * Whether a request's signature holds and its signer may invoke the route. What the integration learns of the signer is
 * put into the exchange (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html).
 */
export function checkSigner(exchange: Routed, ports: IamPorts, now: number): boolean {
  const refuse = (why: string): false => {
    exchange.authorizerError = why;
    return false;
  };
  const { request, api, stage } = exchange;
  const signature = readSignature(request);
  if (signature === undefined) return refuse('Missing Authentication Token');
  const { accessKeyId, region, service } = signature.scope;
  const key = ports.signingKey(accessKeyId);
  if (key === undefined) return refuse('The security token included in the request is invalid.');
  if (region !== ports.region || service !== 'execute-api')
    return refuse(`Credential should be scoped to ${ports.region}/execute-api, not ${region}/${service}.`);
  if (Math.abs(now - signature.signedAt) > ports.skewMilliseconds) return refuse('Signature expired.');
  if (key.sessionToken !== signature.sessionToken)
    return refuse('The security token included in the request is invalid.');
  if (!signatureHolds(request, signature, key.secretAccessKey)) return refuse('The request signature does not match.');
  const path = `${stage.name}/${request.method}${exchange.rawPath}`;
  const resource = `arn:aws:execute-api:${ports.region}:${ports.accountId}:${api.id}/${path}`;
  try {
    ports.authorizerFor(key.caller)({ action: 'execute-api:Invoke', resource });
  } catch (error) {
    if (error instanceof AwsError) return refuse(error.message);
    throw error;
  }
  const { userId, arn } = ports.identityOf(key.caller);
  exchange.authorizer = {
    iam: {
      accessKey: accessKeyId,
      accountId: ports.accountId,
      callerId: userId,
      cognitoIdentity: null,
      principalOrgId: 'aws:PrincipalOrgID',
      userArn: arn,
      userId,
    },
  };
  return true;
}
