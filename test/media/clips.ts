import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { findFfmpeg } from '../../bin/local/find-ffmpeg.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';

const { ffmpeg } = findFfmpeg();

export interface Clip {
  /** @default '64x36' */
  readonly size?: string;
  /** @default 1 */
  readonly seconds?: number;
  /** @default 10 */
  readonly rate?: number;
  /** @default true */
  readonly sound?: boolean;
  /** More arguments of the output. */
  readonly extra?: readonly string[];
}

/** A real clip of FFmpeg's test pattern and a tone, made once and kept. */
export function clip({ size = '64x36', seconds = 1, rate = 10, sound = true, extra = [] }: Clip = {}): string {
  const picture = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=${rate}:duration=${seconds}`];
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`, '-c:a', 'aac', '-ac', '1'];
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1'];
  return made('mp4', [...picture, ...(sound ? tone : []), ...encoder, ...extra, '-f', 'mp4']);
}

/** Whatever FFmpeg makes of these arguments, the output file left out. */
export function made(extension: string, args: readonly string[]): string {
  const folder = join(repositoryRoot, '.spillway', 'media');
  const name = createHash('sha256').update(JSON.stringify(args)).digest('hex').slice(0, 16);
  const file = join(folder, `${name}.${extension}`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  execFileSync(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, draft]);
  renameSync(draft, file);
  return file;
}
