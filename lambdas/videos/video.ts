import type { FileName, Quality, RenditionStatus, Source, VideoStatus, VideoView } from '../../contracts/videos.ts';
import { qualities } from '../../contracts/videos.ts';

/** A video as it is stored; its renditions are items of their own beside it. */
export interface Video {
  readonly videoId: string;
  readonly ownerId: string;
  readonly contentType: string;
  readonly status: VideoStatus;
  /** Why it failed. */
  readonly reason?: string;
  /** Counts transitions, from 1; every one is conditional on it. */
  readonly version: number;
  readonly requestHash: string;
  readonly correlationId: string;
  readonly source?: Source;
  /** Qualities that make it ready, once the upload was looked at. */
  readonly expected?: ReadonlySet<Quality>;
  readonly done?: ReadonlySet<Quality>;
  /** When its owner's notice was written: at most once. */
  readonly notifiedAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When the sweeper gives up on it if it is still unfinished. */
  readonly deadline: string;
  /** Present while unfinished: partition of the sweeper's sparse index. */
  readonly openShard?: string;
}

/** One quality of a video. */
export interface Rendition {
  readonly videoId: string;
  readonly quality: Quality;
  readonly status: RenditionStatus;
  readonly width: number;
  readonly height: number;
  /** Times that FFmpeg was set to it and did not finish. */
  readonly attempts: number;
  readonly reason?: string;
  readonly bytes?: number;
  readonly updatedAt: string;
}

/** FFmpeg gets this often to finish a rendition. */
export const mostAttempts = 3;

const transitions: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  AWAITING_UPLOAD: ['PROCESSING', 'FAILED', 'EXPIRED'],
  PROCESSING: ['READY', 'FAILED'],
  READY: [],
  FAILED: [],
  EXPIRED: [],
};

export function mayBecome(from: VideoStatus, to: VideoStatus): boolean {
  return transitions[from].includes(to);
}

export function isOpen(status: VideoStatus): boolean {
  return transitions[status].length > 0;
}

/** Whether all that was planned is there. */
export function isComplete({ expected, done }: Pick<Video, 'expected' | 'done'>): boolean {
  return expected !== undefined && done !== undefined && [...expected].every((quality) => done.has(quality));
}

const uploadPrefix = 'raw/';

/** Where an upload goes: the only key that its form allows. */
export function uploadKey(videoId: string): string {
  return `${uploadPrefix}${videoId}`;
}

/** Where a file of a video is; a repeated attempt writes the same place. */
export function fileKey(videoId: string, name: FileName): string {
  return `${videoId}/${name}${name === 'thumbnail' ? '.jpg' : '.mp4'}`;
}

export const linkOf = (videoId: string, name: FileName): string => `/videos/${videoId}/files/${name}`;

/** The thumbnail is made along with the preview. */
export function hasFile(renditions: readonly Rendition[], name: FileName): boolean {
  const quality = name === 'thumbnail' ? '360p' : name;
  return renditions.some((rendition) => rendition.quality === quality && rendition.status === 'DONE');
}

export function view(video: Video, renditions: readonly Rendition[]): VideoView {
  const { videoId, ownerId, status, reason, source, createdAt, updatedAt } = video;
  return {
    videoId,
    ownerId,
    status,
    ...(reason !== undefined && { reason }),
    ...(source !== undefined && { source }),
    qualities: qualities.flatMap((quality) =>
      renditions.filter((rendition) => rendition.quality === quality).map(viewOfRendition),
    ),
    ...(hasFile(renditions, 'thumbnail') && { thumbnail: { link: linkOf(videoId, 'thumbnail') } }),
    createdAt,
    updatedAt,
  };
}

function viewOfRendition({ videoId, quality, status, width, height, bytes }: Rendition) {
  return {
    quality,
    status,
    width,
    height,
    ...(bytes !== undefined && { bytes }),
    ...(status === 'DONE' && { link: linkOf(videoId, quality) }),
  };
}
