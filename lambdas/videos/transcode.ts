import { transcodeRequestedSchema } from '../../contracts/videos.ts';
import { consume } from '../messaging/consume.ts';
import { failVideo } from './fail-video.ts';
import { makeRendition } from './make-rendition.ts';
import { Ffmpeg } from './media/ffmpeg.ts';
import { objects } from './media/objects.ts';
import { RenditionStore } from './rendition-store.ts';
import { VideoStore } from './video-store.ts';

const store = new RenditionStore();
const videos = new VideoStore();
const ports = { store, objects, media: new Ffmpeg() };

/** Makes renditions, one at a time; runs once per lane. */
export const handler = consume({
  schema: transcodeRequestedSchema,
  handle: ({ data }, received) => makeRendition(data, received, ports),
  setAside: async ({ data }, failure, received) => {
    await store.fail(data.videoId, data.quality, failure.reason);
    await failVideo(data.videoId, failure.reason, received, videos);
  },
});
