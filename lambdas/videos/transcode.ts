import { transcodeRequestedSchema } from '../../contracts/videos.ts';
import { consume } from '../messaging/consume.ts';
import { required } from '../messaging/environment.ts';
import { failVideo } from './fail-video.ts';
import { makeRendition } from './make-rendition.ts';
import { Ffmpeg } from './media/ffmpeg.ts';
import { RenditionFiles } from './media/rendition-files.ts';
import { Uploads } from './media/uploads.ts';
import { RenditionStore } from './rendition-store.ts';
import { VideoStore } from './video-store.ts';

const store = new RenditionStore();
const videos = new VideoStore();
const ports = {
  store,
  uploads: new Uploads(required('uploadBucket')),
  files: new RenditionFiles(required('renditionBucket')),
  media: new Ffmpeg(),
};

/** Makes renditions, one at a time; runs once per lane. */
export const handler = consume({
  schema: transcodeRequestedSchema,
  handle: ({ data }, received) => makeRendition(data, received, ports),
  setAside: async ({ data }, failure, received) => {
    await store.fail(data.videoId, data.quality, failure.reason);
    await failVideo(data.videoId, failure.reason, received, videos);
  },
});
