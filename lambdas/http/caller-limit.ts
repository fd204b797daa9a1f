import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithIAMAuthorizer } from 'aws-lambda';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { clock, epochSeconds } from '../messaging/clock.ts';
import { optional, requiredCount } from '../messaging/environment.ts';
import { describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import { tokenCustomer } from './caller.ts';
import { Problem } from './problem.ts';

const table = optional('callerLimitTable');
const limit = table === undefined ? undefined : requiredCount('callerLimitPerMinute');

const minute = 60;

/**
 * Counts a request for its caller, where the stack limits callers. A count that cannot be written admits the request:
 * the limit protects the API and must not be what takes it down.
 *
 * @throws Problem `too-many-requests`, with the seconds until the next minute
 */
export async function admit(event: APIGatewayProxyEventV2): Promise<void> {
  if (table === undefined || limit === undefined) return;
  const now = epochSeconds(clock.now());
  const start = now - (now % minute);
  if ((await requestsSince(table, `${callerOf(event)}#${start}`, start)) <= limit) return;
  count('CallersLimited');
  throw new Problem('too-many-requests', { retryAfterSeconds: start + minute - now });
}

async function requestsSince(tableName: string, callerMinute: string, start: number): Promise<number> {
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { callerMinute: { S: callerMinute } },
        UpdateExpression: 'ADD requests :one SET expiresAt = :expiry',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':expiry': { N: String(start + 60 * minute) } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.['requests']?.N);
  } catch (error) {
    log.warn('caller not counted', { errorType: describe(error).errorType });
    return 0;
  }
}

/** The token's subject, the signer, or where nobody is known the address. */
function callerOf(event: APIGatewayProxyEventV2): string {
  const { authorizer } = (event as APIGatewayProxyEventV2WithIAMAuthorizer).requestContext;
  return tokenCustomer(event) ?? authorizer?.iam?.userArn ?? event.requestContext.http.sourceIp;
}
