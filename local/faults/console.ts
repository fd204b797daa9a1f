import { parseFaults } from './parse.ts';
import type { Faults } from './faults.ts';
import type { WireRequest } from '../services/service.ts';
import { BadRequest, MethodNotAllowed } from '../console/bad-request.ts';

/**
 * `GET`, `PUT` and `DELETE /_spillway/faults`: the rules with how often each has struck.
 *
 * @throws BadRequest, MethodNotAllowed
 */
export function faultsPage(faults: Faults, { method, body }: Pick<WireRequest, 'method' | 'body'>): object {
  if (method === 'PUT') faults.set(rulesOf(body.toString('utf8')));
  else if (method === 'DELETE') faults.set([]);
  else if (method !== 'GET') throw new MethodNotAllowed(['GET', 'PUT', 'DELETE']);
  return { rules: faults.rules };
}

function rulesOf(text: string): ReturnType<typeof parseFaults> {
  try {
    return parseFaults(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `The body is not JSON: ${cause.message}` : (cause as Error).message;
    throw new BadRequest(reason, { cause });
  }
}
