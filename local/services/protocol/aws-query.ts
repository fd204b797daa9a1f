import { AwsError } from '../aws-error.ts';
import { children, type XmlValue } from './xml.ts';
import type { WireRequest, WireResponse } from '../service.ts';

/** A query parameter tree: leaves are strings, lists (`Name.member.1`, `Name.1`, `Name.entry.1`) are arrays. */
export type QueryValue = string | QueryValue[] | { [name: string]: QueryValue };

/** AWS query: form parameters with dotted paths in a POST body or the URL's query. */
export function queryParameters(request: WireRequest): URLSearchParams {
  const parameters = new URLSearchParams(request.query);
  if (request.body.length > 0) {
    for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) parameters.append(name, value);
  }
  return parameters;
}

/** Folds `A.member.1.B=x` into `{ A: [{ B: 'x' }] }`. `Action` and `Version` are left out. */
export function queryInput(parameters: URLSearchParams): { [name: string]: QueryValue } {
  const root: Tree = new Map();
  for (const [path, value] of parameters) {
    if (path === 'Action' || path === 'Version') continue;
    let node = root;
    const parts = path.split('.');
    for (const part of parts.slice(0, -1)) {
      const child = node.get(part);
      if (child instanceof Map) node = child;
      else {
        if (child !== undefined)
          throw new AwsError('MalformedQueryString', `Parameter ${path} contradicts an earlier one`);
        const created: Tree = new Map();
        node.set(part, created);
        node = created;
      }
    }
    node.set(parts.at(-1)!, value);
  }
  return fold(root) as { [name: string]: QueryValue };
}

type Tree = Map<string, string | Tree>;

function fold(node: string | Tree): QueryValue {
  if (typeof node === 'string') return node;
  const keys = [...node.keys()];
  if (keys.length === 1 && (keys[0] === 'member' || keys[0] === 'entry')) return fold(node.get(keys[0])!);
  if (keys.length > 0 && keys.every((key) => /^[1-9]\d*$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => fold(node.get(key)!));
  }
  return Object.fromEntries(keys.map((key) => [key, fold(node.get(key)!)]));
}

/** `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…`; no result element where `result` is undefined. */
export function queryOutput(
  action: string,
  namespace: string,
  result: { [name: string]: XmlValue } | undefined,
  requestId: string,
): WireResponse {
  const inner = result === undefined ? '' : `<${action}Result>${children(result)}</${action}Result>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${action}Response xmlns="${namespace}">${inner}${children({ ResponseMetadata: { RequestId: requestId } })}</${action}Response>`,
  };
}

export function queryError(error: AwsError, namespace: string, requestId: string): WireResponse {
  const body = children({
    Error: { Type: error.fault, Code: error.queryCode, Message: error.message },
    RequestId: requestId,
  });
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`,
  };
}
