import { brokenContract } from './answer-contract.ts';
import type { ApiAnswer, ApiRequest } from './target.ts';

/** @throws Error where the answer breaks the contract of its route */
export async function callApi(url: string, method: string, path: string, init: ApiRequest = {}): Promise<ApiAnswer> {
  const response = await fetch(`${url.replace(/\/$/, '')}${path}`, { method, ...init });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  const { status, headers } = response;
  const problem = headers.get('content-type') === 'application/problem+json';
  const broken = brokenContract(method, path, { status, body, problem });
  if (broken !== undefined) throw new Error(broken);
  return { status, headers, body };
}
