import { AwsError, NotSimulated } from '../aws-error.ts';
import { queryError, queryOutput, queryParameters } from '../protocol/aws-query.ts';
import type { Iam } from '../iam/iam.ts';
import type { Call, Caller, Service, WireRequest, WireResponse } from '../service.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Names of the STS API that are not answered here. */
export const refusedActions: ReadonlySet<string> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GetAccessKeyInfo',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetSessionToken',
  'GetWebIdentityToken',
]);

/** STS's query protocol, for the one action that tells who calls. Nobody needs a permission for it. */
export class StsService implements Service {
  readonly name = 'sts';
  readonly #iam: Iam;

  constructor(iam: Iam) {
    this.#iam = iam;
  }

  handle(request: WireRequest, call: Call): WireResponse {
    const action = queryParameters(request).get('Action') ?? '';
    if (action === 'GetCallerIdentity')
      return queryOutput(action, namespace, this.#identity(call.caller), call.requestId);
    return queryError(refusal(action), namespace, call.requestId);
  }

  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  #identity(caller: Caller): { UserId: string; Account: string; Arn: string } {
    const { userId, arn } = this.#iam.identityOf(caller);
    return { UserId: userId, Account: this.#iam.surroundings.accountId, Arn: arn };
  }
}

function refusal(action: string): AwsError {
  if (action === '') return new AwsError('MissingAction', 'The request must contain the parameter Action');
  if (refusedActions.has(action)) return new NotSimulated(`sts:${action}`);
  return new AwsError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
}
