import { createHash, createHmac, type BinaryLike } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { accountId, apiId, json, scene } from './scene.ts';
import type { WireRequest } from '../../../local/services/service.ts';

const route = { key: 'ANY /{proxy+}', authorization: 'AWS_IAM' } as const;
const host = 'api.example.com';

/** The SDK's own signer, so that both sides were not written by the same hand. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly body?: string;
  readonly region?: string;
  readonly service?: string;
  readonly presigned?: boolean;
  /** Milliseconds before the API's time. */
  readonly age?: number;
}

async function signed(now: number, credentials: Credentials, signing: Signing = {}): Promise<WireRequest> {
  const { method = 'POST', path = '/orders', query = {}, body = '', region = 'us-east-1' } = signing;
  const signer = new SignatureV4({
    credentials,
    region,
    service: signing.service ?? 'execute-api',
    sha256: Sha256 as never,
  });
  const request = { method, protocol: 'https:', hostname: host, path, query, headers: { host }, body };
  const signingDate = new Date(now - (signing.age ?? 0));
  const result =
    signing.presigned === true
      ? await signer.presign(request, { signingDate })
      : await signer.sign(request, { signingDate });
  const parameters = Object.entries(result.query ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value ?? ''] as [string, string]),
  );
  return {
    method,
    path,
    query: new URLSearchParams(parameters),
    headers: Object.fromEntries(Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
}

function secured() {
  const setting = scene({ routes: [route] });
  const { iam, clock, apis, events } = setting;
  const { arn } = iam.createRole('caller');
  iam.attach('caller', {
    Statement: {
      Effect: 'Allow',
      Action: 'execute-api:Invoke',
      Resource: `arn:aws:execute-api:us-east-1:${accountId}:${apiId}/$default/POST/orders*`,
    },
  });
  const credentials = iam.credentialsFor(arn);
  const call = async (signing?: Signing, change: (request: WireRequest) => WireRequest = (request) => request) =>
    (await apis.handle(apiId, change(await signed(clock.now(), credentials, signing)))).status;
  return { ...setting, credentials, call, events };
}

test('a signed request of a role that may invoke the route reaches the function', async () => {
  const { call, events, credentials } = secured();
  expect(await call({ body: '{"a":1}' })).toBe(200);
  const arn = `arn:aws:sts::${accountId}:assumed-role/caller/caller`;
  expect(events[0]!['requestContext']).toMatchObject({
    authorizer: {
      iam: {
        accessKey: credentials.accessKeyId,
        accountId,
        userArn: arn,
        userId: expect.stringMatching(/^AROA.*:caller$/),
        cognitoIdentity: null,
      },
    },
  });
});

test.each<[string, Signing]>([
  ['a query', { query: { b: '2', a: ['x y', '1'], 'a-b': '+' } }],
  ['a path that is percent-encoded', { path: '/orders/a%20b%2Fc' }],
  ['a presigned link', { presigned: true }],
])('a signature over %s holds', async (_title, signing) => {
  expect(await secured().call(signing)).toBe(200);
});

test.each<[string, Signing, (request: WireRequest) => WireRequest]>([
  ['another body', { body: 'a' }, (request) => ({ ...request, body: Buffer.from('b') })],
  ['another path', {}, (request) => ({ ...request, path: '/orders/2' })],
  ['another method', { path: '/orders' }, (request) => ({ ...request, method: 'PUT' })],
  ['another query', { query: { a: '1' } }, (request) => ({ ...request, query: new URLSearchParams({ a: '2' }) })],
  ['another host', {}, (request) => ({ ...request, headers: { ...request.headers, host: 'other' } })],
  [
    'no session token',
    {},
    (request) => ({ ...request, headers: { ...request.headers, 'x-amz-security-token': undefined } }),
  ],
  ['no signature', {}, (request) => ({ ...request, headers: { host } })],
])('a request with %s is refused', async (_title, signing, change) => {
  const { call, events } = secured();
  expect(await call(signing, change)).toBe(403);
  expect(events).toEqual([]);
});

test('a signature for another region or service is refused', async () => {
  expect(await secured().call({ region: 'eu-west-1' })).toBe(403);
  expect(await secured().call({ service: 'sqs' })).toBe(403);
});

test('a signature holds for five minutes either way', async () => {
  const { call } = secured();
  const minutes = 60_000;
  expect([await call({ age: 5 * minutes }), await call({ age: -5 * minutes })]).toEqual([200, 200]);
  expect([await call({ age: 5 * minutes + 1000 }), await call({ age: -5 * minutes - 1000 })]).toEqual([403, 403]);
});

test('a role that may not invoke the route is refused', async () => {
  const { call, journal } = secured();
  expect(await call({ path: '/customers' })).toBe(403);
  expect(journal.at(-1)).toMatchObject({ status: 403, authorizerError: expect.stringContaining('execute-api:Invoke') });
});

test("the developer's key signs for the root, a key that nobody was given for nobody", async () => {
  const { apis, clock } = secured();
  const status = async (accessKeyId: string, secretAccessKey: string) =>
    (await apis.handle(apiId, await signed(clock.now(), { accessKeyId, secretAccessKey }))).status;
  expect([await status('test', 'test'), await status('test', 'guess'), await status('AKIAUNKNOWN', 'test')]).toEqual([
    200, 403, 403,
  ]);
});

test('the refusal does not say why', async () => {
  const { send } = scene({ routes: [route] });
  const response = await send('GET', '/orders');
  expect([response.status, json(response)]).toEqual([403, { message: 'Forbidden' }]);
});
