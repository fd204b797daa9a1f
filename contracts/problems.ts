/** The stable codes of problem+json answers (RFC 9457 `type`: `urn:spillway:problem:<code>`). */
export const problems = {
  'invalid-json': { status: 400, title: 'The body is not a JSON object' },
  'invalid-request': { status: 400, title: 'The request breaks the contract' },
  'invalid-idempotency-key': { status: 400, title: 'Idempotency-Key is missing or malformed' },
  unauthorized: { status: 401, title: 'The caller is not known' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'request-in-progress': { status: 409, title: 'The same request is being worked on' },
  'order-not-cancellable': { status: 409, title: 'The order can no longer be cancelled' },
  'upload-closed': { status: 409, title: 'The video takes no upload any more' },
  'email-taken': { status: 409, title: 'A user with this e-mail address exists' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be plain application/json' },
  'idempotency-key-reused': { status: 422, title: 'Idempotency-Key was used with another body' },
  'unknown-customer': { status: 422, title: 'The customer is not known' },
  'unknown-product': { status: 422, title: 'A product is not in the catalogue' },
  'too-many-requests': { status: 429, title: 'The caller asks too often' },
  unavailable: { status: 503, title: 'Try again shortly' },
} as const;

export type ProblemCode = keyof typeof problems;
