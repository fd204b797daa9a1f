import type { WireRequest } from '../service.ts';

/** What a request brings with it beside its parameters. */
export interface Traced {
  /** X-Ray's header. */
  readonly traceHeader?: string | undefined;
}

/** An input with the header that X-Ray gave its request, for the messages that the action sends. */
export function traced<Input extends object>(input: Input, { headers }: WireRequest): Input & Traced {
  const traceHeader = headers['x-amzn-trace-id'];
  return traceHeader === undefined ? input : { ...input, traceHeader };
}
