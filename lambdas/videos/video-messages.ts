import type { Quality, Source } from '../../contracts/videos.ts';
import { envelope, type Cause } from '../messaging/envelope.ts';
import type { OutgoingEnvelope } from '../messaging/outbox.ts';
import type { RenditionPlan } from './renditions.ts';
import { uploadKey, type Video } from './video.ts';

/** Destinations by the names that the stack gives the relay. */
const events = 'events';

/** The preview has a lane to itself, so that no queue of full-size renditions keeps it waiting. */
const laneOf = (quality: Quality): string => (quality === '360p' ? 'transcode-high' : 'transcode-standard');

export type Owned = Pick<Video, 'videoId' | 'ownerId'>;

/** An upload was accepted: the news, and a task for each rendition. */
export function planned(
  { videoId, ownerId }: Owned,
  source: Source & { readonly versionId: string },
  renditions: readonly RenditionPlan[],
  cause: Cause,
  at: number,
): OutgoingEnvelope[] {
  const { versionId, ...facts } = source;
  const about = { subject: videoId, cause, at };
  return [
    {
      destination: events,
      message: envelope({
        ...about,
        type: 'video.uploaded',
        transition: 'uploaded',
        data: { videoId, ownerId, source: facts, qualities: renditions.map(({ quality }) => quality) },
      }),
    },
    ...renditions.map(({ quality, width, height }) => ({
      destination: laneOf(quality),
      message: envelope({
        ...about,
        type: 'video.transcode-requested',
        transition: quality,
        data: { videoId, ownerId, quality, width, height, key: uploadKey(videoId), versionId, source: facts },
      }),
    })),
  ];
}

export function transcoded({ videoId, ownerId }: Owned, quality: Quality, cause: Cause, at: number): OutgoingEnvelope {
  return {
    destination: events,
    message: envelope({
      type: 'video.transcoded',
      subject: videoId,
      transition: quality,
      data: { videoId, ownerId, quality },
      cause,
      at,
    }),
  };
}

/** The end of a video, which its owner is told. */
export function ended(video: Video, cause: Cause, at: number): OutgoingEnvelope[] {
  const { videoId, ownerId, status, reason = 'unknown', expected = new Set<Quality>() } = video;
  const about = { subject: videoId, transition: 'end', cause, at };
  switch (status) {
    case 'READY': {
      const files = [...expected, 'thumbnail' as const];
      return [
        {
          destination: events,
          message: envelope({ ...about, type: 'video.ready', data: { videoId, ownerId, files } }),
        },
      ];
    }
    case 'FAILED':
      return [
        {
          destination: events,
          message: envelope({ ...about, type: 'video.failed', data: { videoId, ownerId, reason } }),
        },
      ];
    default:
      return [];
  }
}
