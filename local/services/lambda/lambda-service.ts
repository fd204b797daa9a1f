import { AwsError, NotSimulated } from '../aws-error.ts';
import { isObject } from '../json-object.ts';
import { invoke } from './actions/invoke.ts';
import { ROUTES, type Route } from './routes.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { Lambda } from './lambda.ts';

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;

const COMPILED = ROUTES.map((route) => {
  const [path = '', query] = route.path.split('?');
  const pattern = path.replace(/\{(\w+)\+\}/g, '(?<$1>.+)').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { route, pattern: new RegExp(`^${pattern}/?$`), query: query?.split('=') };
}).toSorted((a, b) => Number(b.query !== undefined) - Number(a.query !== undefined));

/** Lambda's REST JSON protocol. */
export class LambdaService implements Service {
  readonly name = 'lambda';
  readonly #lambda: Lambda;

  constructor(lambda: Lambda) {
    this.#lambda = lambda;
  }

  actionOf(request: WireRequest): string | undefined {
    if (request.method === 'POST' && INVOKE.test(request.path)) return 'Invoke';
    return routeOf(request)?.route.name;
  }

  async handle(request: WireRequest, call: Call): Promise<WireResponse> {
    try {
      const name = request.method === 'POST' ? INVOKE.exec(request.path)?.[1] : undefined;
      if (name !== undefined) return await this.#invoke(decodeURIComponent(name), request, call);
      const { route, parameters } = findRoute(request);
      if (route.action === undefined) throw new NotSimulated(`lambda:${route.name}`);
      const input = { ...bodyOf(request), ...queryOf(request), ...parameters };
      const output = route.action(this.#lambda, input as never, call);
      return json(route.status, output, call.requestId);
    } catch (error) {
      return this.#failure(error, request, call);
    }
  }

  async #invoke(functionName: string, request: WireRequest, call: Call): Promise<WireResponse> {
    const { headers } = request;
    const { status, completed } = await invoke(
      this.#lambda,
      {
        FunctionName: functionName,
        Qualifier: request.query.get('Qualifier') ?? undefined,
        InvocationType: headers['x-amz-invocation-type'],
        LogType: headers['x-amz-log-type'],
        ClientContext: headers['x-amz-client-context'],
        TraceHeader: headers['x-amzn-trace-id'],
        Payload: request.body.toString('utf8'),
      },
      call,
    );
    const answer: Record<string, string> = { 'content-type': 'application/json', 'x-amzn-requestid': call.requestId };
    if (completed === undefined) return { status, headers: answer, body: '' };
    answer['x-amz-executed-version'] = completed.executedVersion;
    if (completed.functionError !== undefined) answer['x-amz-function-error'] = completed.functionError;
    if (completed.logTail !== undefined) answer['x-amz-log-result'] = Buffer.from(completed.logTail).toString('base64');
    return { status, headers: answer, body: completed.payload };
  }

  #failure(error: unknown, request: WireRequest, call: Call): WireResponse {
    if (error instanceof AwsError) {
      const type = { 'x-amzn-errortype': error.code };
      const body = { Type: error.fault === 'Sender' ? 'User' : 'Service', ...error.fields };
      return json(error.status, { ...body, Message: error.message, message: error.message }, call.requestId, type);
    }
    this.#lambda.report(error, request.path);
    return json(
      500,
      { Type: 'Service', Message: 'An error occurred and the request cannot be processed.' },
      call.requestId,
      {
        'x-amzn-errortype': 'ServiceException',
      },
    );
  }
}

interface Found {
  readonly route: Route;
  readonly parameters: Record<string, string>;
}

function findRoute(request: WireRequest): Found {
  const found = routeOf(request);
  if (found !== undefined) return found;
  throw new AwsError('UnknownOperationException', `Unknown operation: ${request.method} ${request.path}`, {
    status: 404,
  });
}

function routeOf(request: WireRequest): Found | undefined {
  for (const { route, pattern, query: [name, value] = [] } of COMPILED) {
    if (route.method !== request.method) continue;
    if (name !== undefined && request.query.get(name) !== value) continue;
    const match = pattern.exec(request.path);
    if (match === null) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    return { route, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  return undefined;
}

function bodyOf(request: WireRequest): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) return {};
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch (cause) {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json', { cause });
  }
  if (isObject(body)) return body;
  throw new AwsError('InvalidRequestContentException', 'The request body must be a JSON object');
}

/** Query parameters by the names of the input: only these two are not strings. */
function queryOf({ query }: WireRequest): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, text] of query) {
    if (name === 'MaxItems') input[name] = Number(text);
    else if (name === 'tagKeys') input['TagKeys'] = query.getAll(name);
    else input[name] = text;
  }
  return input;
}

function json(
  status: number,
  body: Record<string, unknown> | undefined,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
