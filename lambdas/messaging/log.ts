import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/**
 * What a log line may carry. The list is closed: no bodies, no names, no addresses, no tokens, so that nothing secret
 * can slip into a log by being part of an object.
 */
export interface LogFields {
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly messageType?: string | undefined;
  /** What a message is about, where no pipeline has said it in its own words. */
  readonly subject?: string | undefined;
  readonly orderId?: string | undefined;
  readonly videoId?: string | undefined;
  readonly quality?: string | undefined;
  readonly percent?: number | undefined;
  readonly userId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly delaySeconds?: number | undefined;
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
  readonly errorType?: string | undefined;
  /** The text of an error of ours, which quotes no data; foreign errors may. */
  readonly detail?: string | undefined;
  readonly destination?: string | undefined;
  readonly count?: number | undefined;
}

const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  'correlationId',
  'causationId',
  'messageId',
  'messageType',
  'subject',
  'orderId',
  'videoId',
  'quality',
  'percent',
  'userId',
  'attempt',
  'delaySeconds',
  'status',
  'reason',
  'errorType',
  'detail',
  'destination',
  'count',
]);

const logger = new Logger();

/** Structured log lines. `what` is a constant sentence; all that varies goes into the fields. */
export const log = {
  info: (what: string, fields: LogFields = {}) => logger.info(what, pick(fields)),
  warn: (what: string, fields: LogFields = {}) => logger.warn(what, pick(fields)),
  error: (what: string, fields: LogFields = {}) => logger.error(what, pick(fields)),
};

function pick(fields: LogFields): Record<string, string | number> {
  const picked: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (allowed.has(name) && value !== undefined) picked[name] = value;
  }
  return picked;
}

const metrics = new Metrics();

/** Adds to a counter; written as one EMF line by `flushCounters`. */
export function count(name: string, value = 1): void {
  metrics.addMetric(name, MetricUnit.Count, value);
}

/** Adds to a distribution of seconds, from which CloudWatch takes percentiles. */
export function timed(name: string, seconds: number): void {
  metrics.addMetric(name, MetricUnit.Seconds, seconds);
}

/** Call once at the end of an invocation, so that a warm function carries nothing over. */
export function flushCounters(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
