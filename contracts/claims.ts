import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';

/** Keys of deposited data begin with this. */
export const claimPrefix = 'claims/';

/** Largest message, in bytes of UTF-8 JSON, that travels whole: leaves room for attributes under the 256 KiB of SNS. */
export const claimThresholdBytes = 200 * 1024;

/**
 * What a message carries in place of data too large for it. It says what the data is and not where: bucket and key follow
 * from the consumer's own settings and the message's id, so that no message can make a consumer read something else.
 */
export const claimSchema = z.strictObject({
  claim: z.strictObject({
    /** Of the data's UTF-8 JSON, hexadecimal. */
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    /** Bytes of the data's UTF-8 JSON. */
    size: z.int().check(z.positive()),
  }),
});

export type Claim = z.infer<typeof claimSchema>;

/** Where the data of a claim is. The hash is part of it, so that no later deposit can replace what a claim stands for. */
export const claimKey = (messageId: string, { claim }: Claim): string => `${claimPrefix}${messageId}/${claim.sha256}`;

/** The schema of an envelope that carries one event type, and its data or a claim to it. */
export function claimableOf<Type extends string, Data extends z.ZodMiniType>(type: Type, data: Data) {
  return envelopeOf(type, z.union([claimSchema, data]));
}
