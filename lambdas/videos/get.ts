import { endpoint } from '../http/endpoint.ts';
import { findOwn } from './find-own.ts';
import { view } from './video.ts';

/** `GET /videos/{id}` → 200. Another owner's video answers as one that does not exist. */
export const handler = endpoint(async (event) => {
  const { video, renditions } = await findOwn(event);
  return { status: 200, body: view(video, renditions) };
});
