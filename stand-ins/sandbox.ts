import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbLedgers } from './dynamodb-ledger.ts';
import { providers, type Providers } from './providers.ts';
import { realSurroundings } from './surroundings.ts';
import { problem, type Reply, type Request } from './wire.ts';

/** What a function URL sends: payload format 2.0. */
export interface FunctionUrlEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: { readonly http: { readonly method: string } };
}

export interface FunctionUrlResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Says to every reader that no money moved and no mail left. */
const label = { 'x-spillway-sandbox': 'true' };

/** Serves `mounted` behind a Lambda function URL. */
export function sandboxHandler(mounted: Pick<Providers, 'handle'>) {
  return async (event: FunctionUrlEvent): Promise<FunctionUrlResult> => {
    const answer = await mounted.handle(requestOf(event));
    // A function cannot cut its caller's connection; a gateway timeout leaves the caller as uncertain.
    const reply: Reply = answer === 'dropped' ? problem(504, 'reply-lost', 'a behaviour rule lost the reply') : answer;
    return { statusCode: reply.status, headers: { ...reply.headers, ...label }, body: reply.body };
  };
}

let live: ReturnType<typeof sandboxHandler> | undefined;

/** The stand-ins as a sandbox function for `dev` stages, over the table named by `SANDBOX_TABLE`. */
export function handler(event: FunctionUrlEvent): Promise<FunctionUrlResult> {
  live ??= sandboxHandler(providers({ ledgers: tableLedgers() }));
  return live(event);
}

function tableLedgers(): ReturnType<typeof dynamodbLedgers> {
  const table = process.env['SANDBOX_TABLE'];
  if (table === undefined || table === '') throw new Error('SANDBOX_TABLE must name the sandbox table');
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return dynamodbLedgers(client, table, () => realSurroundings.now());
}

function requestOf(event: FunctionUrlEvent): Request {
  const body = event.body ?? '';
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}
