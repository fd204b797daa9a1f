import { overdueSweeper } from '../messaging/deadline.ts';
import { required } from '../messaging/environment.ts';
import { describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import { VideoStore } from './video-store.ts';
import type { Video } from './video.ts';

const store = new VideoStore();

/**
 * Scheduled: ends what no message will ever finish. An upload that never came EXPIRES in silence; work whose message died
 * unheard FAILS, and its owner is told.
 */
export const handler = overdueSweeper({ table: required('videosTable'), endOne });

/** One video that cannot be ended now must not keep the others from it; the next run tries it again. */
async function endOne(video: Video): Promise<void> {
  const { videoId, correlationId } = video;
  const cause = { correlationId, causationId: `deadline-${video.version}` };
  const abandoned = video.status === 'AWAITING_UPLOAD';
  try {
    const ended = abandoned
      ? await store.end(video, 'EXPIRED', cause)
      : await store.end(video, 'FAILED', cause, 'deadline-passed');
    if (!ended) return;
    log.warn(abandoned ? 'upload expired' : 'video failed', { videoId, correlationId });
    count(abandoned ? 'UploadsExpired' : 'VideosFailed');
  } catch (error) {
    log.error('video not ended', { videoId, errorType: describe(error).errorType });
  }
}
