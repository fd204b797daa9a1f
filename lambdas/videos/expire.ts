import type { Context } from 'aws-lambda';
import { describe } from '../messaging/errors.ts';
import { invocation } from '../messaging/invocation.ts';
import { count, flushCounters, log } from '../messaging/log.ts';
import { overdueVideos } from './video-queries.ts';
import { VideoStore } from './video-store.ts';
import { openShards, type Video } from './video.ts';

const store = new VideoStore();

/** Videos ended per shard and run; the next run takes the rest. */
const limit = 100;

/**
 * Scheduled: ends what no message will ever finish. An upload that never came EXPIRES in silence; work whose message died
 * unheard FAILS, and its owner is told.
 */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  invocation.run(context, async () => {
    for (const shard of openShards) {
      for (const video of await overdueVideos(shard, limit)) await endOne(video);
    }
    flushCounters();
  });

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
