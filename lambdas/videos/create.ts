import { createVideoSchema } from '../../contracts/videos.ts';
import { idempotencyKeySchema } from '../../contracts/orders.ts';
import { causeOf, tokenCustomer } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { header, jsonBody } from '../http/request.ts';
import { contentHash, derivedId } from '../messaging/ids.ts';
import { count, log } from '../messaging/log.ts';
import { uploadForm } from './upload-form.ts';
import { VideoStore } from './video-store.ts';

const store = new VideoStore();

/** `POST /videos` → 201 {videoId, upload}. The id is a function of owner and key, so a repetition finds the same video. */
export const handler = endpoint(async (event) => {
  const key = idempotencyKeySchema.safeParse(header(event, 'idempotency-key'));
  if (!key.success) throw new Problem('invalid-idempotency-key');
  const request = jsonBody(event, createVideoSchema);
  const ownerId = tokenCustomer(event) ?? request.ownerId;
  if (ownerId === undefined) throw new Problem('invalid-request', { detail: 'Look at: ownerId' });
  if (request.ownerId !== undefined && request.ownerId !== ownerId)
    throw new Problem('invalid-request', { detail: 'Look at: ownerId, which the token names' });
  const { correlationId } = causeOf(event);
  const video = {
    videoId: derivedId('video', ownerId, key.data),
    ownerId,
    contentType: request.contentType,
    requestHash: contentHash(request),
    correlationId,
  };
  const existing = await store.create(video);
  if (existing !== undefined && existing.requestHash !== video.requestHash) throw new Problem('idempotency-key-reused');
  if (existing !== undefined && existing.status !== 'AWAITING_UPLOAD')
    throw new Problem('upload-closed', { detail: `It is ${existing.status}` });
  log.info(existing === undefined ? 'video announced' : 'video already announced', {
    videoId: video.videoId,
    correlationId,
  });
  if (existing === undefined) count('VideosAnnounced');
  return {
    status: 201,
    body: { videoId: video.videoId, upload: await uploadForm(video) },
    headers: { location: `/videos/${video.videoId}` },
  };
});
