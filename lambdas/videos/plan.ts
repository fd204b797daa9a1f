import { consume } from '../messaging/consume.ts';
import { required, requiredCount } from '../messaging/environment.ts';
import { failVideo } from './fail-video.ts';
import { Ffmpeg } from './media/ffmpeg.ts';
import { Uploads } from './media/uploads.ts';
import { planUpload } from './plan-upload.ts';
import { s3EventSchema, uploadsIn } from './s3-events.ts';
import { VideoStore } from './video-store.ts';

const bucket = required('uploadBucket');
const store = new VideoStore();
const ports = {
  store,
  uploads: new Uploads(bucket),
  media: new Ffmpeg(),
  largestBytes: requiredCount('uploadLimitBytes'),
};

/** Takes what S3 says about uploads, several in one message too, and plans each video once. */
export const handler = consume({
  schema: s3EventSchema,
  label: (event) => ({
    type: 'Event' in event ? event.Event : 's3:ObjectCreated',
    subject: 'Records' in event ? uploadsIn(event, bucket)[0]?.videoId : undefined,
  }),
  handle: async (event, received) => {
    for (const upload of uploadsIn(event, bucket)) await planUpload(upload, received, ports);
  },
  setAside: async (event, failure, received) => {
    for (const { videoId } of uploadsIn(event, bucket)) await failVideo(videoId, failure.reason, received, store);
  },
});
