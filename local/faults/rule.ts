export const effects = ['throttle', 'delay', 'loseReply', 'duplicate', 'reorder', 'crash'] as const;

export type Effect = (typeof effects)[number];

/** One fault: what it does, and what it is limited to. */
export interface FaultRule {
  /**
   * - `throttle`: refuse with the service's own throttling error; nothing is applied
   * - `delay`: hold the request for `delayMilliseconds`, then go on
   * - `loseReply`: apply the request, then cut the connection
   * - `duplicate`: apply the request twice; a message that a mapping receives is shown to a second receiver
   * - `reorder`: hold the request until a later one of the same kind was applied, a second at most; a mapping gets its
   *   batch shuffled
   * - `crash`: kill the calling function's execution environment before the request is applied, or `after`
   */
  readonly effect: Effect;
  /** Signing name: `sqs`, `dynamodb`, `s3`, `monitoring`. */
  readonly service?: string;
  /** API action with or without its service, or `*`: `sqs:SendMessage` strikes `SendMessageBatch` too, as in a policy. */
  readonly action?: string;
  /** The calling function by the name people gave it or its physical name; of `lambda:Invoke`, the invoked one. */
  readonly function?: string;
  /** Only requests that hold this text in path, query or body. */
  readonly match?: string;
  /** Only this part of the requests that fit, 0 to 1. */
  readonly share?: number;
  /** Only this many times; then the rule is spent. */
  readonly count?: number;
  /** Equal seeds pick the same requests, in the order they arrive. */
  readonly seed?: number | string;
  /** With `delay`: milliseconds of runtime time. */
  readonly delayMilliseconds?: number;
  /** With `crash`: once the request is applied, before its reply. */
  readonly after?: boolean;
}

/** A kind of request that a rule may strike. */
export interface Occasion {
  readonly service: string;
  /** Without its service: `SendMessage`. */
  readonly action: string;
  /** Physical name; undefined where no function calls. */
  readonly functionName?: string | undefined;
  /** What `match` is looked for in; asked for only by rules that have one. */
  readonly text: () => string;
}

/**
 * Whether a rule is about this request, `share` and `count` aside.
 *
 * @param nameOf the name that people gave a function
 */
export function fits(rule: FaultRule, occasion: Occasion, nameOf: (functionName: string) => string): boolean {
  const { service, action } = selection(rule);
  if (service !== undefined && service !== occasion.service) return false;
  if (action !== undefined && action !== occasion.action && `${action}Batch` !== occasion.action) return false;
  const { functionName } = occasion;
  if (rule.function !== undefined) {
    if (functionName === undefined) return false;
    if (rule.function !== functionName && rule.function !== nameOf(functionName)) return false;
  }
  return rule.match === undefined || occasion.text().includes(rule.match);
}

/** Service and action of a rule; undefined is any. */
export function selection({ service, action }: Pick<FaultRule, 'service' | 'action'>): {
  readonly service?: string | undefined;
  readonly action?: string | undefined;
} {
  if (action === undefined || action === '*') return { service };
  const [first = '', second] = action.split(':');
  if (second === undefined) return { service, action: first };
  return { service: first, action: second === '*' ? undefined : second };
}
