import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';
import type { Immutable } from './immutable.ts';
import { identifier } from './text.ts';

export const videoIdSchema = z.uuid();
export const ownerIdSchema = identifier(64);

/** Heights that a video is offered in, the smallest first; a phone's upright video has them as its width. */
export const qualities = ['360p', '720p', '1080p'] as const;
export type Quality = (typeof qualities)[number];
export const qualitySchema = z.enum(qualities);

/** What can be fetched of a video that is ready. */
export const fileNames = [...qualities, 'thumbnail'] as const;
export type FileName = (typeof fileNames)[number];
export const fileNameSchema = z.enum(fileNames);

/** Both are read by the one demuxer that uploads are given to. */
export const contentTypes = ['video/mp4', 'video/quicktime'] as const;

/** Body of `POST /videos`. There is no file name: nobody's choice of words becomes a path. */
export const createVideoSchema = z.strictObject({
  /** Absent under `jwt` authentication, where the token names the owner. */
  ownerId: z.optional(ownerIdSchema),
  contentType: z.enum(contentTypes),
});
export type CreateVideo = z.infer<typeof createVideoSchema>;

export const videoStatuses = ['AWAITING_UPLOAD', 'PROCESSING', 'READY', 'FAILED', 'EXPIRED'] as const;
export type VideoStatus = (typeof videoStatuses)[number];

export const renditionStatuses = ['PENDING', 'DONE', 'FAILED'] as const;
export type RenditionStatus = (typeof renditionStatuses)[number];

const videoFacts = { videoId: videoIdSchema, ownerId: ownerIdSchema };
const pixels = z.int().check(z.positive());

/** What ffprobe found in an upload. */
export const sourceSchema = z.object({
  bytes: z.int().check(z.positive()),
  width: pixels,
  height: pixels,
  seconds: z.number().check(z.positive()),
});
export type Source = z.infer<typeof sourceSchema>;

/** Work for a transcoder: make one quality. The version is pinned, so that a later upload changes nothing. */
export const transcodeRequestedSchema = envelopeOf(
  'video.transcode-requested',
  z.object({
    ...videoFacts,
    quality: qualitySchema,
    width: pixels,
    height: pixels,
    key: z.string().check(z.minLength(1)),
    versionId: z.string().check(z.minLength(1)),
    source: sourceSchema,
  }),
);

export const videoUploadedSchema = envelopeOf(
  'video.uploaded',
  z.object({ ...videoFacts, source: sourceSchema, qualities: z.array(qualitySchema) }),
);
export const videoTranscodedSchema = envelopeOf(
  'video.transcoded',
  z.object({ ...videoFacts, quality: qualitySchema }),
);
export const videoReadySchema = envelopeOf(
  'video.ready',
  z.object({ ...videoFacts, files: z.array(fileNameSchema).check(z.minLength(1)) }),
);
export const videoFailedSchema = envelopeOf('video.failed', z.object({ ...videoFacts, reason: z.string() }));

export type TranscodeRequested = z.infer<typeof transcodeRequestedSchema>;
export type VideoReady = z.infer<typeof videoReadySchema>;
export type VideoFailed = z.infer<typeof videoFailedSchema>;

/** A form for `multipart/form-data`: its fields in this order, then the file as `file`. */
export const uploadFormSchema = z.object({
  url: z.url(),
  fields: z.record(z.string(), z.string()),
  expiresAt: z.iso.datetime(),
  /** Largest file that it takes. */
  largestBytes: z.int(),
});

/** What `POST /videos` answers. */
export const videoCreatedSchema = z.object({ videoId: videoIdSchema, upload: uploadFormSchema });

/** What `GET /videos/{id}` answers. */
export const videoViewSchema = z.object({
  ...videoFacts,
  status: z.enum(videoStatuses),
  /** Why it failed. */
  reason: z.optional(z.string()),
  source: z.optional(sourceSchema),
  qualities: z.array(
    z.object({
      quality: qualitySchema,
      status: z.enum(renditionStatuses),
      width: pixels,
      height: pixels,
      bytes: z.optional(z.int()),
      /** Path on this API, which redirects to a link that is good for minutes. */
      link: z.optional(z.string()),
    }),
  ),
  thumbnail: z.optional(z.object({ link: z.string() })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type VideoView = Immutable<z.infer<typeof videoViewSchema>>;
