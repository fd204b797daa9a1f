/** A request as every host hands it over. Header names are lower case. */
export interface Request {
  readonly method: string;
  /** Percent-encoded, with the leading slash, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A reply, or the connection cut after the work was done. */
export type Answer = Reply | 'dropped';

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/**
 * Problem details with a stable `code` (RFC 9457). Without the optional `status` member: a charge's own `status` is a
 * word, and one name with two meanings would invite mistakes.
 */
export function problem(
  status: number,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return json(
    status,
    { type: 'about:blank', title: titles[status] ?? 'Error', code, detail },
    {
      ...headers,
      'content-type': 'application/problem+json',
    },
  );
}

/** Ends a request with this reply from wherever it is thrown. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(reply.body);
    this.name = 'Refusal';
    this.reply = reply;
  }
}

export function refuse(status: number, code: string, detail: string): never {
  throw new Refusal(problem(status, code, detail));
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  402: 'Payment Required',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
