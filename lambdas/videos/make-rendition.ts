import type { TranscodeRequested } from '../../contracts/videos.ts';
import type { Cause } from '../messaging/envelope.ts';
import { MessagingError, Reject, describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import type { Media } from './media/media.ts';
import { inWorkFolder, type WorkFolder } from './media/work-folder.ts';
import type { RenditionFiles } from './media/rendition-files.ts';
import type { Uploads } from './media/uploads.ts';
import type { RenditionStore } from './rendition-store.ts';
import { findRendition } from './video-queries.ts';
import { mostAttempts } from './video.ts';

export interface RenditionPorts {
  readonly store: Pick<RenditionStore, 'begin' | 'finished' | 'done'>;
  readonly uploads: Pick<Uploads, 'download'>;
  readonly files: Pick<RenditionFiles, 'store'>;
  readonly media: Pick<Media, 'transcode' | 'thumbnail'>;
}

type Task = TranscodeRequested['data'];

/**
 * Makes one rendition, and the thumbnail along with the preview. The file is stored before it is written down as there;
 * a task that comes again finds it written down and does nothing.
 *
 * @throws Reject `transcode-failed` once FFmpeg failed three times; what stands in the way of S3 or the table counts as
 * no attempt
 */
export async function makeRendition(task: Task, cause: Cause, ports: RenditionPorts): Promise<void> {
  const rendition = await findRendition(task.videoId, task.quality);
  if (rendition === undefined) throw new Reject('The video was never planned', { reason: 'unknown-video' });
  if (rendition.status === 'DONE') return;
  await inWorkFolder(async (folder) => {
    await ports.uploads.download(task, folder.input);
    await attempt(task, folder, cause, ports);
    const bytes = await deliver(task, folder, ports);
    const first = await ports.store.done(task, task.quality, bytes, cause);
    log.info(first ? 'rendition stored' : 'rendition already stored', { ...labels(task, cause), count: bytes });
    if (first) count('RenditionsStored');
  });
}

async function attempt(task: Task, folder: WorkFolder, cause: Cause, { store, media }: RenditionPorts): Promise<void> {
  const { videoId, quality, width, height, source } = task;
  const attempts = await store.begin(videoId, quality);
  if (attempts > mostAttempts) throw new Reject('FFmpeg was tried three times before', { reason: 'transcode-failed' });
  try {
    const onProgress = (percent: number): void => log.info('transcoding', { ...labels(task, cause), percent });
    await media.transcode(folder.input, folder.output, {
      width,
      height,
      seconds: source.seconds,
      patient: quality !== '360p',
      onProgress,
    });
    if (quality === '360p') await media.thumbnail(folder.input, folder.thumbnail, source.seconds / 2);
  } catch (error) {
    log.warn('FFmpeg failed', {
      ...labels(task, cause),
      attempt: attempts,
      ...(error instanceof MessagingError && { detail: describe(error).message }),
    });
    if (attempts < mostAttempts || error instanceof Reject) throw error;
    throw new Reject('FFmpeg failed three times', { reason: 'transcode-failed', cause: error });
  }
  await store.finished(videoId, quality);
}

/** @returns the rendition's size */
async function deliver({ videoId, quality }: Task, folder: WorkFolder, { files }: RenditionPorts): Promise<number> {
  if (quality === '360p') await files.store(videoId, 'thumbnail', folder.thumbnail);
  return files.store(videoId, quality, folder.output);
}

function labels({ videoId, quality }: Task, { correlationId }: Cause) {
  return { videoId, quality, correlationId };
}
