import type { Cause } from '../messaging/envelope.ts';
import { RetryLater } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import { findVideo } from './video-queries.ts';
import type { VideoStore } from './video-store.ts';
import { isOpen } from './video.ts';

/** Ends a video that cannot be finished, unless it ended already. Renditions that are there stay. */
export async function failVideo(
  videoId: string,
  reason: string,
  { causationId }: Pick<Cause, 'causationId'>,
  store: Pick<VideoStore, 'end'>,
): Promise<void> {
  const video = await findVideo(videoId);
  if (video === undefined || !isOpen(video.status)) return;
  const { correlationId } = video;
  if (!(await store.end(video, 'FAILED', { correlationId, causationId }, reason)))
    throw new RetryLater('The video moved under our feet');
  log.error('video failed', { videoId, reason, correlationId });
  count('VideosFailed');
}
