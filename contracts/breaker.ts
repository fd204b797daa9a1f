import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';

export const breakerStates = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** When a breaker opens, how long it stays open, and how it finds out that it may close. */
export const breakerPolicySchema = z.object({
  /** Share of the calls in a window that must fail, above 0 to 1. */
  failureShare: z.number().check(z.positive(), z.maximum(1)),
  /** Calls in a window below which nothing is concluded from them. */
  minimumCalls: z.int().check(z.minimum(1)),
  windowSeconds: z.int().check(z.minimum(1)),
  /** Calls let through while half open, over all instances together; all must succeed. */
  permits: z.int().check(z.minimum(1)),
  /** How long a permit may be held without a word before it counts as failed. Longer than a call can take. */
  permitSeconds: z.int().check(z.minimum(1)),
  /** Rest before the first probe, doubling with each that fails, up to the cap. */
  probes: z.object({
    baseSeconds: z.int().check(z.minimum(1)),
    capSeconds: z.int().check(z.minimum(1)),
  }),
});
export type BreakerPolicy = z.infer<typeof breakerPolicySchema>;

export const defaultBreakerPolicy: BreakerPolicy = {
  failureShare: 0.5,
  minimumCalls: 5,
  windowSeconds: 30,
  permits: 3,
  permitSeconds: 60,
  probes: { baseSeconds: 60, capSeconds: 300 },
};

/** Every transition there is, and the event that tells of it. */
export const breakerTransitions = [
  { from: 'CLOSED', to: 'OPEN', event: 'breaker.opened' },
  { from: 'OPEN', to: 'HALF_OPEN', event: 'breaker.half-opened' },
  { from: 'HALF_OPEN', to: 'OPEN', event: 'breaker.reopened' },
  { from: 'HALF_OPEN', to: 'CLOSED', event: 'breaker.closed' },
] as const satisfies readonly { from: BreakerState; to: BreakerState; event: string }[];
export type BreakerEventType = (typeof breakerTransitions)[number]['event'];

const moved = z.object({
  breaker: z.string().check(z.minLength(1)),
  from: z.enum(breakerStates),
  to: z.enum(breakerStates),
  reason: z.string(),
  at: z.iso.datetime(),
});
export type BreakerMoved = z.infer<typeof moved>;

export const breakerOpenedSchema = envelopeOf('breaker.opened', moved);
export const breakerHalfOpenedSchema = envelopeOf('breaker.half-opened', moved);
export const breakerReopenedSchema = envelopeOf('breaker.reopened', moved);
export const breakerClosedSchema = envelopeOf('breaker.closed', moved);

/** What the controller is told of an event source mapping: where it is, and how wide it was made. */
export const protectedMappingSchema = z.object({
  id: z.string().check(z.minLength(1)),
  batchSize: z.int(),
  maxConcurrency: z.int(),
});
export type ProtectedMapping = z.infer<typeof protectedMappingSchema>;
