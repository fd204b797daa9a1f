import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFfmpeg } from '../../bin/local/find-ffmpeg.ts';
import { transcodeArguments, thumbnailArguments } from '../../lambdas/videos/media/commands.ts';
import { renditionsOf } from '../../lambdas/videos/renditions.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import type { WireRequest } from '../../local/services/service.ts';
import { Cinema } from '../../test/journeys/cinema.ts';
import { eventually } from '../../test/journeys/target.ts';
import { startEmbedded } from '../../test/journeys/embedded.ts';
import { interleave, type BenchCase, type Measure } from '../harness.ts';

const seconds = 10;
const turns = 2;
const folder = join(repositoryRoot, '.spillway', 'bench-video');

/** From upload to READY, next to the same FFmpeg commands by hand and as many of them at once. */
export const videoCase: BenchCase = {
  name: 'video',
  about: `a ${seconds} s 1080p clip in all qualities, next to the same FFmpeg commands by hand; AWS requests counted`,
  async run() {
    mkdirSync(folder, { recursive: true });
    const clip = makeClip();
    const requests = new Map<string, number>();
    const onRequest = (request: WireRequest): void => {
      const service = request.headers['x-amz-target']?.split('.')[1] ?? `S3 ${request.method}`;
      requests.set(service, (requests.get(service) ?? 0) + 1);
    };
    const target = await startEmbedded({ onRequest });
    try {
      const cinema = new Cinema(target);
      let uploads = 0;
      let previewsFirst = 0;
      const spillway = async (): Promise<number> => {
        const announced = await cinema.announced(`bench-${(uploads += 1)}`);
        await cinema.upload(announced, readFileSync(clip));
        const started = performance.now();
        // Not through the API, whose answers would be counted.
        const hops = () => target.runtime.journeys.find(announced.videoId) ?? [];
        await eventually('the video is ready', async () => hops().some(({ what }) => what === 'video ready'), 600);
        const took = performance.now() - started;
        const stored = hops().filter(({ what }) => what === 'rendition stored');
        previewsFirst += stored[0]?.detail['quality'] === '360p' ? 1 : 0;
        return took;
      };
      const taken = await interleave({ spillway, 'by hand': () => byHand(clip) }, turns);
      const total = [...requests.values()].reduce((sum, count) => sum + count, 0);
      return [
        { name: `${seconds} s of 1080p, all qualities`, value: taken.spillway / 1000, unit: 's' },
        {
          name: 'video / FFmpeg by hand',
          value: taken.spillway / taken['by hand'],
          unit: '',
          limit: { sign: '≤', value: 1.15 },
          peer: { name: 'by hand', value: taken['by hand'] / 1000 },
        },
        {
          name: 'runs whose 360p preview was first',
          value: previewsFirst / uploads,
          unit: '',
          limit: { sign: '≥', value: 1 },
        },
        { name: 'AWS requests a video, pollers included', value: total / uploads, unit: '' },
        ...[...requests]
          .toSorted(([, a], [, b]) => b - a)
          .slice(0, 8)
          .map(([action, count]): Measure => ({
            name: `AWS requests a video: ${action}`,
            value: count / uploads,
            unit: '',
          })),
      ];
    } finally {
      await target.stop();
    }
  },
};

/** The same commands at the same time, as the two lanes run them. */
async function byHand(clip: string): Promise<number> {
  const started = performance.now();
  const limits = { seconds, largestBytes: 2 ** 30 };
  await Promise.all([
    ...renditionsOf({ width: 1920, height: 1080 }).map(({ quality, width, height }) =>
      ffmpeg(transcodeArguments(clip, join(folder, `${quality}.mp4`), { width, height, ...limits })),
    ),
    ffmpeg(thumbnailArguments(clip, join(folder, 'thumbnail.jpg'), seconds / 2)),
  ]);
  return performance.now() - started;
}

function ffmpeg(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(findFfmpeg().ffmpeg, args, { stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`FFmpeg ended with ${code}`))));
  });
}

function makeClip(): string {
  const file = join(folder, 'clip.mp4');
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=1920x1080:rate=25:duration=${seconds}`];
  const tone = ['-f', 'lavfi', '-i', `sine=duration=${seconds}`, '-c:a', 'aac'];
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  execFileSync(findFfmpeg().ffmpeg, ['-v', 'error', '-y', '-nostdin', ...picture, ...tone, ...encoder, file]);
  return file;
}
