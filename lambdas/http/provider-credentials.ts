import { clock } from '../messaging/clock.ts';
import { optional } from '../messaging/environment.ts';
import { sign } from './sign.ts';

/** What `fetch` is given. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

const authentication = optional('providerAuthentication') ?? 'none';

/** Adds to a provider request what the stage asks for: nothing, a signature, or the API key. */
export async function withCredentials(request: OutgoingRequest): Promise<OutgoingRequest> {
  switch (authentication) {
    case 'iam':
      return { ...request, headers: await sign('lambda', request) };
    case 'secret':
      return { ...request, headers: { ...request.headers, authorization: `Bearer ${await apiKey(request.signal)}` } };
    default:
      return request;
  }
}

/** A rotated key is in use everywhere after this long. */
const keyLifeMilliseconds = 300_000;
let key: { readonly value: string; readonly until: number } | undefined;

async function apiKey(signal: AbortSignal): Promise<string> {
  if (key === undefined || key.until <= clock.now()) {
    key = { value: await readSecret(signal), until: clock.now() + keyLifeMilliseconds };
  }
  return key.value;
}

/** One signed request instead of one more SDK client in every bundle. */
async function readSecret(signal: AbortSignal): Promise<string> {
  const url = `https://secretsmanager.${process.env['AWS_REGION']}.amazonaws.com/`;
  const body = JSON.stringify({ SecretId: optional('providerSecretArn') });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
  const request = { method: 'POST', url, headers, body, signal } as const;
  const response = await fetch(url, { ...request, headers: await sign('secretsmanager', request) });
  if (!response.ok) throw new Error(`The provider's API key could not be read (${response.status})`);
  const { SecretString } = (await response.json()) as { SecretString?: string };
  if (SecretString === undefined) throw new Error("The provider's API key is not a text secret");
  return SecretString;
}
