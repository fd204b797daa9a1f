/** What a browser keeps from a page. */
export class BlockedByCors extends Error {}

const simpleMethods = new Set(['GET', 'HEAD', 'POST']);
const simpleTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)(?:;|$)/;

export interface PageRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FormData | Blob;
  /** Whether the page watches the upload's progress, for which a browser asks first, whatever the request. */
  readonly progress?: boolean;
}

/** Sends requests as a page at `origin` may: asks first where the Fetch standard says so (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export async function fromPage(origin: string, url: string, request: PageRequest): Promise<Response> {
  const { method, headers = {}, body, progress = false } = request;
  const unsafe = Object.entries(headers)
    .filter(([name, value]) => name.toLowerCase() !== 'content-type' || !simpleTypes.test(value))
    .map(([name]) => name.toLowerCase())
    .toSorted();
  if (progress || unsafe.length > 0 || !simpleMethods.has(method)) await preflight(origin, url, method, unsafe);
  const response = await fetch(url, { method, headers: { ...headers, origin }, ...(body !== undefined && { body }) });
  if (!names(response, 'access-control-allow-origin', origin)) throw new BlockedByCors('the answer');
  return response;
}

async function preflight(origin: string, url: string, method: string, unsafe: readonly string[]): Promise<void> {
  const asked = unsafe.length > 0 ? { 'access-control-request-headers': unsafe.join(',') } : {};
  const headers = { origin, 'access-control-request-method': method, ...asked };
  const answer = await fetch(url, { method: 'OPTIONS', headers });
  const allowed =
    answer.ok &&
    names(answer, 'access-control-allow-origin', origin) &&
    (simpleMethods.has(method) || names(answer, 'access-control-allow-methods', method)) &&
    unsafe.every((name) => names(answer, 'access-control-allow-headers', name));
  if (!allowed) throw new BlockedByCors(`${method} from ${origin}`);
}

function names(answer: Response, header: string, value: string): boolean {
  const listed = (answer.headers.get(header) ?? '').split(',').map((entry) => entry.trim());
  return listed.includes('*') || listed.includes(value);
}
