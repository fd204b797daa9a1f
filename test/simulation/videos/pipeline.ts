import type { Pipeline } from '../pipeline.ts';
import { effective } from '../subscribers.ts';
import { indexed, items, plain } from '../tables.ts';
import type { World } from '../world.ts';
import { Uploaders, uploadsOf } from './uploaders.ts';

export interface VideoRow {
  readonly videoId: string;
  readonly part: string;
  readonly status: string;
  readonly reason?: string;
  readonly expected?: ReadonlySet<string>;
  readonly done?: ReadonlySet<string>;
  readonly quality?: string;
  readonly attempts?: number;
}

/** One video for every four orders: five in most runs, one of each kind. */
const share = 4;

export const videos: Pipeline = {
  name: 'videos',
  seed: () => undefined,
  start(world, size) {
    const uploaders = new Uploaders(world);
    uploaders.startSome(Math.ceil(size / share));
    return uploaders;
  },
  pending(world) {
    const uploaded = new Set(uploadsOf(world).flatMap(({ uploaded, videoId }) => (uploaded ? [videoId] : [])));
    return videosOf(world).filter(({ videoId, status }) => !terminal.has(status) && uploaded.has(videoId)).length;
  },
  idle: (world, entry) =>
    entry === 'lambdas/videos/expire.ts' && indexed(world.cloud, world.outputs['VideosTable']!, 'openByDeadline') === 0,
  invariants: [
    { id: 'I1', title: 'what was uploaded is ready or failed', check: uploadsEnd },
    { id: 'I5', title: 'every video takes a legal path', check: legalPaths },
    { id: 'I13', title: 'the owner is told once how a video ended', check: toldOnce },
    { id: 'I13', title: 'ready means that every rendition is there', check: readyIsWhole },
  ],
};

const terminal = new Set(['READY', 'FAILED', 'EXPIRED']);

function rows({ cloud, outputs }: World): VideoRow[] {
  return items<VideoRow>(cloud, outputs['VideosTable']!);
}

export function videosOf(world: World): VideoRow[] {
  return rows(world).filter(({ part }) => part === 'video');
}

/** I1. One that a sweeper had to end was lost before. */
function uploadsEnd(world: World): string[] {
  const known = new Map(videosOf(world).map((video) => [video.videoId, video]));
  return uploadsOf(world)
    .filter(({ uploaded }) => uploaded)
    .flatMap(({ videoId }) => {
      const { status, reason } = known.get(videoId) ?? {};
      if (status === undefined || !terminal.has(status)) return [`${videoId} is ${status ?? 'nowhere'} at rest`];
      return status === 'EXPIRED' || reason === 'deadline-passed' ? [`${videoId} was ended: nobody came for it`] : [];
    });
}

const legal = new Set([
  ' → AWAITING_UPLOAD',
  'AWAITING_UPLOAD → PROCESSING',
  'AWAITING_UPLOAD → FAILED',
  'AWAITING_UPLOAD → EXPIRED',
  'PROCESSING → PROCESSING',
  'PROCESSING → READY',
  'PROCESSING → FAILED',
  // Renditions that come after the end are still counted.
  'READY → READY',
  'FAILED → FAILED',
]);

function legalPaths(world: World): string[] {
  return world.history.writes(world.outputs['VideosTable']!).flatMap(({ oldImage, newImage }) => {
    const after = plain(newImage) as VideoRow;
    if (after.part !== 'video') return [];
    const step = `${oldImage === undefined ? '' : (plain(oldImage) as VideoRow).status} → ${after.status}`;
    if (step === 'PROCESSING → READY' && !isWhole(after)) return [`${after.videoId} was READY too early`];
    return legal.has(step) ? [] : [`${after.videoId} took the step ${step}`];
  });
}

function isWhole({ expected = new Set(), done = new Set() }: VideoRow): boolean {
  return [...expected].every((quality) => done.has(quality));
}

/** A notice that crashed its function three times is in its dead-letter queue instead. */
function toldOnce(world: World): string[] {
  const told = effective(world, 'push', 'notify', ({ body }) => /^Video (\S+) /.exec(String(body))?.[1]);
  const notices = world.cloud.sqs.queues().find(({ name }) => /Notices/.test(name) && !/DeadLetter/.test(name))!;
  const aside = world.cloud.sqs.browse(notices.deadLetterTargetArn!).map(({ body }) => body);
  return videosOf(world).flatMap(({ videoId, status }) => {
    const times = new Set(told.get(videoId)).size;
    const wanted = status === 'READY' || status === 'FAILED' ? 1 : 0;
    const excused = times === 0 && aside.some((body) => body.includes(videoId));
    return times === wanted || excused ? [] : [`${videoId} is ${status} and its owner was told ${times} times`];
  });
}

function readyIsWhole(world: World): string[] {
  const renditions = Map.groupBy(rows(world), ({ videoId }) => videoId);
  const bucket = world.cloud.s3.bucket(world.outputs['RenditionBucket']!);
  return videosOf(world).flatMap(({ videoId, status, expected = new Set<string>() }) => {
    const done = (renditions.get(videoId) ?? []).filter((each) => each.status === 'DONE').map(({ quality }) => quality);
    const missing = [...expected].filter((quality) => !done.includes(quality));
    const gone = done.filter((quality) => !bucket.versions.has(`${videoId}/${quality}.mp4`));
    return [
      ...(status === 'READY' && missing.length > 0 ? [`${videoId} is READY without ${missing.join(', ')}`] : []),
      ...(gone.length > 0 ? [`${videoId} has no file for ${gone.join(', ')}`] : []),
    ];
  });
}
