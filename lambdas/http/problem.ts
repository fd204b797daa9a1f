import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problems, type ProblemCode } from '../../contracts/problems.ts';

export interface ProblemOptions extends ErrorOptions {
  /** What exactly is wrong, for people; never quotes the caller's values. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

/** An answer other than success, known by a stable code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code, options);
    this.code = code;
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** As `application/problem+json` (RFC 9457). */
  toResponse(): APIGatewayProxyStructuredResultV2 {
    const { status, title } = problems[this.code];
    return {
      statusCode: status,
      headers: {
        'content-type': 'application/problem+json',
        ...(this.retryAfterSeconds !== undefined && { 'retry-after': String(this.retryAfterSeconds) }),
      },
      body: JSON.stringify({
        type: `urn:spillway:problem:${this.code}`,
        code: this.code,
        title,
        status,
        detail: this.detail,
      }),
    };
  }
}
