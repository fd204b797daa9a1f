import type { Cause } from '../messaging/envelope.ts';
import { Reject, describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import { enforceMediaLimits } from './media/limits.ts';
import { enforceMagic } from './media/magic.ts';
import type { Media } from './media/media.ts';
import { inWorkFolder } from './media/work-folder.ts';
import type { Uploads, UploadFacts } from './media/uploads.ts';
import { renditionsOf } from './renditions.ts';
import type { Upload } from './s3-events.ts';
import { findVideo } from './video-queries.ts';
import type { VideoStore } from './video-store.ts';
import { uploadKey, type Video } from './video.ts';

export interface PlanPorts {
  readonly store: Pick<VideoStore, 'plan' | 'end'>;
  readonly uploads: Pick<Uploads, 'lookUp' | 'download'>;
  readonly media: Pick<Media, 'probe'>;
  readonly largestBytes: number;
}

/**
 * Looks at an upload and decides what becomes of the video: tasks for each quality, or FAILED with a reason at once. S3
 * and ffprobe decide, never the event. An event that comes again finds the video planned.
 */
export async function planUpload(upload: Upload, cause: Cause, ports: PlanPorts): Promise<void> {
  const video = await findVideo(upload.videoId);
  if (video?.status !== 'AWAITING_UPLOAD') {
    log.info('upload not wanted', { videoId: upload.videoId, status: video?.status ?? 'unknown' });
    count('UploadsIgnored');
    return;
  }
  // The journey began when the video was announced.
  const journey = { ...cause, correlationId: video.correlationId };
  try {
    await accept(video, upload, journey, ports);
  } catch (error) {
    if (!(error instanceof Reject)) throw error;
    const ended = await ports.store.end(video, 'FAILED', journey, error.reason);
    log.warn(ended ? 'video failed' : 'video moved meanwhile', {
      videoId: video.videoId,
      reason: error.reason,
      detail: describe(error).message,
      correlationId: journey.correlationId,
    });
    if (ended) count('VideosFailed');
  }
}

async function accept(video: Video, upload: Upload, cause: Cause, ports: PlanPorts): Promise<void> {
  const facts = await ports.uploads.lookUp(video.videoId, upload.versionId);
  if (facts === undefined) throw new Reject('The upload is gone', { reason: 'upload-gone' });
  enforceFacts(facts, video, ports.largestBytes);
  const probe = await inWorkFolder(async ({ input }) => {
    await ports.uploads.download({ key: uploadKey(video.videoId), versionId: facts.versionId }, input, enforceMagic);
    return ports.media.probe(input);
  });
  enforceMediaLimits(probe);
  const { width, height, seconds } = probe;
  const source = { bytes: facts.bytes, width, height, seconds, versionId: facts.versionId };
  const renditions = renditionsOf(source);
  const planned = await ports.store.plan(video, source, renditions, cause);
  log.info(planned ? 'video planned' : 'video moved meanwhile', {
    videoId: video.videoId,
    count: renditions.length,
    correlationId: cause.correlationId,
  });
  if (planned) count('VideosPlanned');
}

/** What the form asked for, asked again: a form is not the only way into a bucket. */
function enforceFacts({ bytes, contentType }: UploadFacts, video: Video, largestBytes: number): void {
  if (bytes === 0) throw new Reject('The upload is empty', { reason: 'empty-upload' });
  if (bytes > largestBytes) throw new Reject('The upload is too large', { reason: 'too-large' });
  if (contentType !== video.contentType)
    throw new Reject('The upload is not of the announced type', { reason: 'wrong-type' });
}
