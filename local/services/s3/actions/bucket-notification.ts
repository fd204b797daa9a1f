import { checkNotifications, type NotificationTarget } from '../notifications/configuration.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

export interface PutNotificationInput {
  readonly bucket: string;
  readonly notifications: readonly NotificationTarget[];
  readonly skipValidation?: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export function getBucketNotification(
  s3: S3,
  input: { readonly bucket: string },
  call: Call,
): readonly NotificationTarget[] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketNotification', bucket));
  return bucket.record.notifications ?? [];
}

/**
 * Replaces the whole configuration, once every topic and queue has taken a test event.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export async function putBucketNotification(s3: S3, input: PutNotificationInput, call: Call): Promise<void> {
  const { notifications } = input;
  call.authorize(onBucket('PutBucketNotification', s3.bucket(input.bucket)));
  checkNotifications(notifications);
  if (input.skipValidation !== true) await s3.notifications.test(input.bucket, notifications, call.requestId);
  s3.update(s3.bucket(input.bucket), { notifications });
}
