/** Every event type that a topic carries; subscriptions may name no other. */
export const eventTypes = [
  'order.completed',
  'order.rejected',
  'order.cancelled',
  'order.parked',
  'video.uploaded',
  'video.transcoded',
  'video.ready',
  'video.failed',
  'user.registered',
  'breaker.opened',
  'breaker.half-opened',
  'breaker.reopened',
  'breaker.closed',
] as const;

export type EventType = (typeof eventTypes)[number];

/** The message attribute by which subscriptions filter. */
export const eventTypeAttribute = 'eventType';
