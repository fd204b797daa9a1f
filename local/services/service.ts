import type { Readable } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';

/** What every engine is given: nothing in `local/services` reads time, chance or addresses from anywhere else. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Base of the AWS port without a trailing slash: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly journal: Journal;
}

/** One observed fact, such as `{ service: 'sqs', event: 'sent', resource: queueArn, messageId, … }`. */
export interface JournalEntry {
  readonly service: string;
  readonly event: string;
  /** ARN or name of what it happened to. */
  readonly resource: string;
  readonly [detail: string]: unknown;
}

/** Engines report every observable fact here; who listens stamps the time. */
export type Journal = (entry: JournalEntry) => void;

/** Who calls: a role's ARN, a service principal (`sns.amazonaws.com`), or the account's root. */
export interface Caller {
  /** `arn:aws:iam::…:role/x`, `arn:aws:iam::…:root`, or a service principal. */
  readonly principal: string;
  /** For a service principal: the resource on whose behalf it calls (`aws:SourceArn`). */
  readonly sourceArn?: string;
}

/** A permission that an action needs before it may run. */
export interface Demand {
  /** As in a policy: `sqs:SendMessage`. */
  readonly action: string;
  /** ARN; `*` where the action has no resource. */
  readonly resource: string;
  /** The resource's own policy, if it carries one. */
  readonly policy?: PolicyDocument | undefined;
  /** Condition keys and values of this request beyond the global ones. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[] | PolicyStatement;
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly [part: string]: unknown;
}

/** One request on its way through a service. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /** `X-Amzn-Trace-Id`, where what follows from the call is told of it. */
  readonly traceHeader?: string | undefined;
  /** Throws `AccessDenied` unless the caller may; actions call it once they know their resource. */
  authorize(demand: Demand): void;
  /** Tells a listener when the caller hangs up before it has its answer; absent where no caller can. */
  readonly onHangUp?: HangUp | undefined;
}

export type HangUp = (listener: () => void) => void;

/** A request as it came over the wire, already split up. Header names are lower case. */
export interface WireRequest {
  readonly method: string;
  /** Still percent-encoded, with the leading slash, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as it was sent, without the question mark, where it came over HTTP. */
  readonly rawQuery?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The whole body; empty for a service that asked to read `stream` itself. */
  readonly body: Buffer;
  readonly stream?: Readable;
  /** As in `Call`. */
  readonly onHangUp?: HangUp;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | Readable;
  /** Each is a `Set-Cookie` header of its own, which no list can hold. */
  readonly cookies?: readonly string[];
  /** The connection is cut instead of answered. */
  readonly dropped?: boolean;
}

/** A protocol shell: decodes a request, runs the engine's action, encodes the answer or the error. */
export interface Service {
  /** The signing name that picks this service from a request's credential scope: `sqs`. */
  readonly name: string;
  /** Whether bodies come as a stream rather than whole. */
  readonly streaming?: boolean;
  /** The action a request asks for, where neither `X-Amz-Target` nor an `Action` parameter says it. */
  actionOf?(request: WireRequest): string | undefined;
  handle(request: WireRequest, call: Call): Promise<WireResponse> | WireResponse;
}
