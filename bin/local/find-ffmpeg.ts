import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

export interface FfmpegPaths {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/**
 * FFmpeg on this machine: the one that `FFMPEG_PATH` and `FFPROBE_PATH` name, else the system's, else the builds that npm
 * installed for this platform.
 *
 * @throws Error saying how to get it
 */
export function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): FfmpegPaths {
  return {
    ffmpeg: find('ffmpeg', environment['FFMPEG_PATH'], '@ffmpeg-installer', environment),
    ffprobe: find('ffprobe', environment['FFPROBE_PATH'], '@ffprobe-installer', environment),
  };
}

/** For the local stage's template. Orders run without FFmpeg too; a video then fails with what is missing. */
export function ffmpegParameters(): { FfmpegPath: string; FfprobePath: string } {
  try {
    const { ffmpeg, ffprobe } = findFfmpeg();
    return { FfmpegPath: ffmpeg, FfprobePath: ffprobe };
  } catch {
    return { FfmpegPath: 'ffmpeg', FfprobePath: 'ffprobe' };
  }
}

function find(program: string, given: string | undefined, scope: string, environment: NodeJS.ProcessEnv): string {
  if (given !== undefined && given !== '') {
    if (runs(given)) return given;
    throw new Error(`${program.toUpperCase()}_PATH must name a program, got ${given}`);
  }
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  const found = onPath.find(runs) ?? fromNpm(program, scope);
  if (found !== undefined) return found;
  throw new Error(
    `There is no ${program} on this machine: install FFmpeg, or name it by ${program.toUpperCase()}_PATH, or run npm ci with optional dependencies`,
  );
}

/** Packages unpack without the executable bit where install scripts do not run. */
function fromNpm(program: string, scope: string): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `${scope}/${process.platform}-${process.arch}/package.json`,
    );
    const file = join(dirname(manifest), program);
    if (!runs(file)) chmodSync(file, 0o755);
    return file;
  } catch {
    return undefined;
  }
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
