import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';
import type { Immutable } from './immutable.ts';
import { text } from './text.ts';

export const userIdSchema = z.uuid();

/** RFC 5321 §4.5.3.1 leaves an address 254 characters. */
export const emailSchema = z.email().check(z.maxLength(254));

/** Body of `POST /users`. */
export const registerUserSchema = z.strictObject({ email: emailSchema, name: z.optional(text(100)) });
export type RegisterUser = z.infer<typeof registerUserSchema>;

/** What `POST /users` answers. */
export const userRegistrationSchema = z.object({ userId: userIdSchema, registeredAt: z.iso.datetime() });

/** Carries no address: whoever needs it reads it, so that queues and dead letters hold no personal data. */
export const userRegisteredSchema = envelopeOf(
  'user.registered',
  z.object({ userId: userIdSchema, registeredAt: z.iso.datetime() }),
);
export type UserRegistered = Immutable<z.infer<typeof userRegisteredSchema>>;
