import * as z from 'zod/mini';
import { videoIdSchema } from '../../contracts/videos.ts';
import { count, log } from '../messaging/log.ts';
import { uploadKey } from './video.ts';

/**
 * What S3 publishes: records of events, or once the test event of a new configuration. Everything in it but the key is
 * hearsay (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
 */
export const s3EventSchema = z.union([
  z.object({ Event: z.literal('s3:TestEvent') }),
  z.object({
    Records: z.array(
      z.object({
        eventName: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({ key: z.string(), versionId: z.optional(z.string()) }),
        }),
      }),
    ),
  }),
]);
export type S3Event = z.infer<typeof s3EventSchema>;

/** An upload that an event speaks of. */
export interface Upload {
  readonly videoId: string;
  /** Pins what is worked on; absent in an event of a bucket without versions. */
  readonly versionId?: string;
}

/** The uploads to our bucket among the records; what speaks of anything else is ignored and counted. */
export function uploadsIn(event: S3Event, bucket: string): Upload[] {
  if (!('Records' in event)) {
    log.info('test event of the bucket');
    return [];
  }
  const uploads = event.Records.flatMap((record) => {
    const { object } = record.s3;
    const videoId = videoIdOf(object.key);
    const ours = record.s3.bucket.name === bucket && record.eventName.startsWith('ObjectCreated:');
    if (!ours || videoId === undefined) return [];
    return [{ videoId, ...(object.versionId !== undefined && { versionId: object.versionId }) }];
  });
  const ignored = event.Records.length - uploads.length;
  if (ignored > 0) {
    log.warn('S3 records ignored', { count: ignored, reason: 'not an upload to our bucket' });
    count('S3RecordsIgnored', ignored);
  }
  return uploads;
}

/** Keys come encoded as in a form, and are decoded once: `raw%2F…` names an object of ours, `raw%252F…` does not. */
function videoIdOf(encodedKey: string): string | undefined {
  let key: string;
  try {
    key = decodeURIComponent(encodedKey.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
  const id = videoIdSchema.safeParse(key.slice(key.lastIndexOf('/') + 1));
  return id.success && key === uploadKey(id.data) ? id.data : undefined;
}
