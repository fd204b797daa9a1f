import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { json, scene, type Scene } from './scene.ts';

const issuer = 'https://issuer.example.com';
const pairs = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));

interface TokenOptions {
  readonly alg?: string;
  readonly kid?: string;
  readonly key?: KeyObject;
  readonly digest?: string;
}

function token(claims: object, options: TokenOptions = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { alg = 'RS256', kid = 'one', key = pairs[0]!.privateKey, digest = 'sha256' } = options;
  const signed = `${part({ alg, kid, typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign(digest, Buffer.from(signed), key).toString('base64url')}`;
}

function guarded(scopes: string[] = []) {
  const published = [{ ...pairs[0]!.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }];
  const fetched: string[] = [];
  let reachable = true;
  const setting = scene({
    routes: [{ key: 'GET /', authorization: 'JWT', authorizerId: 'jwt', scopes }],
    fetchJson: async (url) => {
      fetched.push(url);
      if (!reachable) throw new Error('connection refused');
      return url.endsWith('openid-configuration') ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: published };
    },
  });
  return { ...setting, published, fetched, reach: (to: boolean) => (reachable = to) };
}

const inSeconds = ({ clock }: Scene, later: number): number => clock.now() / 1000 + later;
const good = (setting: Scene, claims: object = {}): object => ({
  iss: issuer,
  aud: 'shop',
  sub: 'ada',
  exp: inSeconds(setting, 60),
  ...claims,
});
const call = ({ send }: Scene, bearer: string) => send('GET', '/', { headers: { authorization: bearer } });

test('a good token reaches the function with its claims as text', async () => {
  const setting = guarded();
  const claims = good(setting, { roles: ['a', 'b'], level: 3, admin: true, address: { city: 'Bath' } });
  expect((await call(setting, `Bearer ${token(claims)}`)).status).toBe(200);
  expect(setting.events[0]!['requestContext']).toMatchObject({
    authorizer: {
      jwt: {
        claims: { sub: 'ada', roles: '[a b]', level: '3', admin: 'true', address: 'map[city:Bath]' },
        scopes: null,
      },
    },
  });
});

test('a token may come bare, with bearer in other letters, or in the query', async () => {
  const setting = guarded();
  const bare = token(good(setting));
  expect((await call(setting, bare)).status).toBe(200);
  expect((await call(setting, `bearer ${bare}`)).status).toBe(200);
  expect((await setting.send('GET', `/?token=${bare}`)).status).toBe(200);
});

test('without a token the caller is asked for one', async () => {
  const setting = guarded();
  const response = await setting.send('GET', '/');
  expect([response.status, json(response)]).toEqual([401, { message: 'Unauthorized' }]);
  expect(response.headers['www-authenticate']).toBe('Bearer');
});

const refusals: [string, (setting: Scene) => string, string][] = [
  ['of another issuer', (setting) => token(good(setting, { iss: 'https://evil' })), 'does not have a valid issuer'],
  ['for another audience', (setting) => token(good(setting, { aud: 'other' })), 'does not have a valid audience'],
  ['for nobody', (setting) => token(good(setting, { aud: undefined })), 'does not have a valid audience'],
  ['that has expired', (setting) => token(good(setting, { exp: inSeconds(setting, 0) })), 'has expired'],
  ['that never expires', (setting) => token(good(setting, { exp: undefined })), 'has expired'],
  ['of the future', (setting) => token(good(setting, { nbf: inSeconds(setting, 1) })), 'is not valid yet'],
  ['issued in the future', (setting) => token(good(setting, { iat: inSeconds(setting, 1) })), 'is not valid yet'],
  ['signed by another key', (setting) => token(good(setting), { key: pairs[1]!.privateKey }), 'signature'],
  ['of a key that is not published', (setting) => token(good(setting), { kid: 'two' }), 'unable to find the key'],
  ['without an algorithm', (setting) => token(good(setting), { alg: 'none' }), 'signing method none is invalid'],
  ['signed with a shared secret', (setting) => token(good(setting), { alg: 'HS256' }), 'signing method HS256'],
  ['that is none', () => 'abc', 'invalid number of segments'],
  ['that is no JSON', () => 'a.b.c', 'unable to decode'],
];

test.each(refusals)('a token %s is refused, and told why', async (_title, make, why) => {
  const setting = guarded();
  const response = await call(setting, `Bearer ${make(setting)}`);
  expect([response.status, json(response)]).toEqual([401, { message: 'Unauthorized' }]);
  expect(response.headers['www-authenticate']).toMatch(/^Bearer scope="" error="invalid_token" error_description="/);
  expect(response.headers['www-authenticate']).toContain(why);
  expect(setting.events).toEqual([]);
});

test('a client id counts only where there is no audience', async () => {
  const setting = guarded();
  const status = async (claims: object) => (await call(setting, token(good(setting, claims)))).status;
  expect(await status({ aud: undefined, client_id: 'shop' })).toBe(200);
  expect(await status({ aud: 'other', client_id: 'shop' })).toBe(401);
  expect(await status({ aud: ['other', 'shop'] })).toBe(200);
});

test('the longer RSA signatures hold too', async () => {
  const setting = guarded();
  const signed = token(good(setting), { alg: 'RS512', digest: 'sha512' });
  expect((await call(setting, signed)).status).toBe(200);
});

test('a route asks for one of its scopes', async () => {
  const setting = guarded(['orders:read', 'admin']);
  const answer = (claims: object) => call(setting, token(good(setting, claims)));
  expect((await answer({ scope: 'orders:read profile' })).status).toBe(200);
  expect((await answer({ scp: ['admin'] })).status).toBe(200);
  expect(setting.events[0]!['requestContext']).toMatchObject({
    authorizer: { jwt: { scopes: ['orders:read', 'profile'] } },
  });
  const refused = await answer({ scope: 'profile' });
  expect([refused.status, json(refused)]).toEqual([403, { message: 'Forbidden' }]);
  expect(refused.headers['www-authenticate']).toContain('scope="orders:read admin" error="insufficient_scope"');
});

test('the keys of an issuer are fetched once in two hours', async () => {
  const setting = guarded();
  const claims = good(setting, { exp: inSeconds(setting, 24 * 3600) });
  await call(setting, token(claims));
  await setting.clock.advance(2 * 3600 * 1000 - 1);
  await call(setting, token(claims));
  expect(setting.fetched).toEqual([`${issuer}/.well-known/openid-configuration`, `${issuer}/keys`]);
  await setting.clock.advance(1);
  await call(setting, token(claims));
  expect(setting.fetched).toHaveLength(4);
});

test('a new key of the issuer is found within a minute', async () => {
  const setting = guarded();
  await call(setting, token(good(setting)));
  setting.published.push({ ...pairs[1]!.publicKey.export({ format: 'jwk' }), kid: 'two', use: 'sig' });
  await setting.clock.advance(60_000);
  const signed = token(good(setting), { kid: 'two', key: pairs[1]!.privateKey });
  expect((await call(setting, signed)).status).toBe(200);
});

test('an issuer out of reach refuses its tokens, and is asked again', async () => {
  const setting = guarded();
  setting.reach(false);
  const response = await call(setting, token(good(setting)));
  expect(response.status).toBe(401);
  expect(response.headers['www-authenticate']).toContain('OIDC discovery endpoint communication error');
  expect(setting.journal).toContainEqual(expect.objectContaining({ event: 'issuer-unreachable', resource: issuer }));
  setting.reach(true);
  expect((await call(setting, token(good(setting)))).status).toBe(200);
});
