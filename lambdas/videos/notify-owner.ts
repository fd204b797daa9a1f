import * as z from 'zod/mini';
import { videoFailedSchema, videoReadySchema, type VideoFailed, type VideoReady } from '../../contracts/videos.ts';
import { pushOnce } from '../http/push.ts';
import { consume } from '../messaging/consume.ts';
import { required } from '../messaging/environment.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';
import { linkOf } from './video.ts';

const apiUrl = required('apiUrl').replace(/\/$/, '');

type VideoEnded = VideoReady | VideoFailed;

const notify = once({
  operation: 'video-notification',
  key: ({ data }: VideoEnded) => data.videoId,
  run: (message) => pushOnce(message.id, { to: message.data.ownerId, ...noticeOf(message) }),
});

/** Tells the owner how a video ended, once. */
export const handler = consume({
  schema: z.union([videoReadySchema, videoFailedSchema]),
  handle: async (message, received) => {
    await notify(message);
    log.info('owner told', {
      videoId: message.data.videoId,
      messageType: message.type,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
  },
});

/** Links lead to the API, which signs afresh: a signed link in a message would be dead by the time it is read. */
function noticeOf({ type, data }: VideoEnded): { title: string; body: string } {
  if (type === 'video.failed') return { title: 'Video failed', body: `Video ${data.videoId} failed: ${data.reason}.` };
  const links = data.files.map((name) => `${apiUrl}${linkOf(data.videoId, name)}`);
  return { title: 'Video ready', body: `Video ${data.videoId} is ready: ${links.join(' ')}` };
}
