import type { Service, WireRequest } from '../services/service.ts';

const form = 'application/x-www-form-urlencoded';

/** The API action that a request asks for, in whichever protocol; empty where it names none. */
export function actionOf(service: Service, request: WireRequest): string {
  const { headers, query, body } = request;
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  const own = service.actionOf?.(request);
  if (own !== undefined) return own;
  const inQuery = query.get('Action');
  if (inQuery !== null) return inQuery;
  if (headers['content-type']?.startsWith(form) !== true) return '';
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
}
