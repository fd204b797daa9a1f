import * as z from 'zod/mini';

/** CloudEvents 1.0 attributes around one message's data, plus the two ids that make a journey traceable. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  /** A function of cause: the same transition of the same aggregate always gives the same id. */
  id: z.uuid(),
  source: z.string().check(z.minLength(1), z.maxLength(200)),
  /** What happened, or what is asked for; from the second version on with that at its end: `order.completed.v2`. */
  type: z.string().check(z.regex(/^[a-z]+(\.[a-z-]+)+(\.v[2-9])?$/), z.maxLength(100)),
  /** The aggregate the message is about, such as an order id. */
  subject: z.string().check(z.minLength(1), z.maxLength(200)),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** One id for everything that a request set off. */
  correlationid: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The id of the message or request that caused this one. */
  causationid: z.string().check(z.minLength(1), z.maxLength(200)),
  data: z.unknown(),
});

export type Envelope<Data = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & { readonly data: Data };

/** The schema of an envelope that must carry one event type and its data. */
export function envelopeOf<Type extends string, Data extends z.ZodMiniType>(type: Type, data: Data) {
  return z.extend(envelopeSchema, { type: z.literal(type), data });
}
