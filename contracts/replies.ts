import * as z from 'zod/mini';
import { envelopeSchema } from './envelope.ts';

export const requestIdSchema = z.uuid();

/** What every request carries besides its question. */
export const requestFacts = {
  /** Ties the reply to its request; a function of the caller and its key. */
  requestId: requestIdSchema,
  /** Where the reply goes: a name from the server's fixed list, never an address. */
  replyTo: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,63}$/)),
  /** After it the reply is of no use: the server need not work any more, and a reply is dropped. */
  deadline: z.iso.datetime(),
};

/** Any reply, whatever was asked. */
export const replySchema = z.extend(envelopeSchema, { data: z.looseObject({ requestId: requestIdSchema }) });
