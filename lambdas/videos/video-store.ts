import type { Source, VideoStatus } from '../../contracts/videos.ts';
import { clock, timestamp } from '../messaging/clock.ts';
import { openShardOf } from '../messaging/deadline.ts';
import type { Cause } from '../messaging/envelope.ts';
import { required, requiredCount } from '../messaging/environment.ts';
import { outboxWrites } from '../messaging/outbox.ts';
import { TransactionRefused, put, transaction, update } from '../messaging/transaction.ts';
import type { RenditionPlan } from './renditions.ts';
import { ended, planned } from './video-messages.ts';
import { videoPart, renditionPart } from './video-queries.ts';
import { isOpen, mayBecome, type Rendition, type Video } from './video.ts';

export type NewVideo = Pick<Video, 'videoId' | 'ownerId' | 'contentType' | 'requestHash' | 'correlationId'>;

/** Writes videos to DynamoDB: each change of state and the messages it causes are one transaction. */
export class VideoStore {
  readonly #videos = required('videosTable');
  readonly #outbox = required('outboxTable');
  readonly #deadlineSeconds = requiredCount('videoDeadlineSeconds');

  /** @returns the video that already has this id, or undefined if this one was written */
  async create(video: NewVideo): Promise<Video | undefined> {
    const now = clock.now();
    const row: Video = {
      ...video,
      status: 'AWAITING_UPLOAD',
      version: 1,
      createdAt: timestamp(now),
      updatedAt: timestamp(now),
      deadline: timestamp(now + this.#deadlineSeconds * 1000),
      openShard: openShardOf(video.videoId),
    };
    try {
      await transaction([
        put(this.#videos, { ...row, part: videoPart }, { condition: 'attribute_not_exists(videoId)' }),
      ]);
      return undefined;
    } catch (error) {
      const existing = error instanceof TransactionRefused ? error.refusals[0]?.item : undefined;
      if (existing === undefined) throw error;
      return existing as unknown as Video;
    }
  }

  /**
   * Takes an upload on: PROCESSING, with an item and a task for each rendition.
   *
   * @returns false where the video moved meanwhile
   */
  async plan(
    video: Video,
    source: Source & { readonly versionId: string },
    renditions: readonly RenditionPlan[],
    cause: Cause,
  ): Promise<boolean> {
    const now = clock.now();
    const expected = new Set(renditions.map(({ quality }) => quality));
    const items = renditions.map((rendition): Rendition => ({
      ...rendition,
      videoId: video.videoId,
      status: 'PENDING',
      attempts: 0,
      updatedAt: timestamp(now),
    }));
    const { versionId: _version, ...facts } = source;
    const messages = planned(video, source, renditions, cause, now);
    return this.#write([
      this.#move(video, 'PROCESSING', now, { source: facts, expected }),
      ...items.map((item) => put(this.#videos, { ...item, part: renditionPart(item.quality) })),
      ...outboxWrites(this.#outbox, video.videoId, video.version + 1, messages, now),
    ]);
  }

  /**
   * Ends a video, with the one message that its owner is told by; an abandoned upload ends in silence.
   *
   * @returns false where the video moved meanwhile
   */
  async end(video: Video, to: 'READY' | 'FAILED' | 'EXPIRED', cause: Cause, reason?: string): Promise<boolean> {
    const now = clock.now();
    const messages = ended({ ...video, status: to, ...(reason !== undefined && { reason }) }, cause, now);
    return this.#write([
      this.#move(video, to, now, {
        ...(reason !== undefined && { reason }),
        ...(messages.length > 0 && { notifiedAt: timestamp(now) }),
      }),
      ...outboxWrites(this.#outbox, video.videoId, video.version + 1, messages, now),
    ]);
  }

  #move(video: Video, to: VideoStatus, now: number, changes: Readonly<Record<string, unknown>>) {
    if (!mayBecome(video.status, to)) throw new Error(`A video that is ${video.status} cannot become ${to}`);
    const names = Object.keys(changes);
    return update(
      this.#videos,
      { videoId: video.videoId, part: videoPart },
      [
        `SET #status = :to, version = :next, updatedAt = :now${names.map((name) => `, #${name} = :${name}`).join('')}`,
        ...(isOpen(to) ? [] : ['REMOVE openShard']),
      ].join(' '),
      {
        condition: '#status = :from AND version = :version AND attribute_not_exists(notifiedAt)',
        names: { '#status': 'status', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
        values: {
          ':from': video.status,
          ':version': video.version,
          ':to': to,
          ':next': video.version + 1,
          ':now': timestamp(now),
          ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [`:${name}`, value])),
        },
      },
    );
  }

  /** False where the first write, the video's, found it moved. */
  async #write(writes: Parameters<typeof transaction>[0]): Promise<boolean> {
    try {
      await transaction(writes);
      return true;
    } catch (error) {
      if (error instanceof TransactionRefused && error.refusals[0]?.code === 'ConditionalCheckFailed') return false;
      throw error;
    }
  }
}
