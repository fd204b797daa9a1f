import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithIAMAuthorizer,
  APIGatewayProxyEventV2WithJWTAuthorizer,
} from 'aws-lambda';
import { customerIdSchema } from '../../contracts/orders.ts';
import type { Cause } from '../messaging/envelope.ts';
import { required } from '../messaging/environment.ts';
import { identifier } from '../../contracts/text.ts';
import { Problem } from './problem.ts';

const authentication = required('apiAuthentication');
const correlationIdSchema = identifier(128);

/**
 * The customer that the token speaks for; undefined under `iam` and `none`, where a trusted backend names the customer.
 *
 * @throws Problem `unauthorized` for a token without a usable `sub`
 */
export function tokenCustomer(event: APIGatewayProxyEventV2): string | undefined {
  if (authentication !== 'jwt') return undefined;
  const { authorizer } = (event as APIGatewayProxyEventV2WithJWTAuthorizer).requestContext;
  const result = customerIdSchema.safeParse(authorizer?.jwt?.claims['sub']);
  if (!result.success) throw new Problem('unauthorized');
  return result.data;
}

/**
 * Whose Idempotency-Keys these are: the token's subject, or the signer. A role's sessions are one signer, so that a
 * retry after credentials were renewed is the same request. Undefined where nobody is known.
 *
 * @throws Problem `unauthorized` for a token without a usable `sub`
 */
export function ownerOf(event: APIGatewayProxyEventV2): string | undefined {
  const { authorizer } = (event as APIGatewayProxyEventV2WithIAMAuthorizer).requestContext;
  return tokenCustomer(event) ?? authorizer?.iam?.userArn.replace(/^(.+:assumed-role\/[^/]+)\/.+$/, '$1');
}

/** `X-Correlation-Id` where the caller sent a usable one, else the request's own id. */
export function causeOf(event: APIGatewayProxyEventV2): Cause {
  const { requestId } = event.requestContext;
  const result = correlationIdSchema.safeParse(event.headers['x-correlation-id']);
  return { correlationId: result.success ? result.data : requestId, causationId: requestId };
}
