import { videoTranscodedSchema } from '../../contracts/videos.ts';
import { consume } from '../messaging/consume.ts';
import { count, log } from '../messaging/log.ts';
import { failVideo } from './fail-video.ts';
import { RenditionStore } from './rendition-store.ts';
import { VideoStore } from './video-store.ts';
import { isComplete } from './video.ts';

const renditions = new RenditionStore();
const videos = new VideoStore();

/**
 * Counts renditions by name against those that were planned. Whoever brings the last one makes the video READY; events
 * that come twice, late or at the same moment find the set full and the notice written.
 */
export const handler = consume({
  schema: videoTranscodedSchema,
  handle: async ({ data }, received) => {
    const video = await renditions.arrived(data.videoId, data.quality);
    if (video.status !== 'PROCESSING' || !isComplete(video)) return;
    if (!(await videos.end(video, 'READY', received))) return;
    log.info('video ready', { videoId: data.videoId, correlationId: received.correlationId });
    count('VideosReady');
  },
  setAside: ({ data }, failure, received) => failVideo(data.videoId, failure.reason, received, videos),
});
