import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../../bin/local/find-ffmpeg.ts';
import { Ffmpeg } from '../../../lambdas/videos/media/ffmpeg.ts';
import { invocation } from '../../../lambdas/messaging/invocation.ts';
import type { Context } from 'aws-lambda';

/** Asked once, before a test puts another program in their place. */
const here = findFfmpeg();

/** FFmpeg as the functions have it, with this machine's programs or others in their place. */
export function ffmpegWith(programs: { ffmpeg?: string; ffprobe?: string } = {}): Ffmpeg {
  process.env['FFMPEG_PATH'] = programs.ffmpeg ?? here.ffmpeg;
  process.env['FFPROBE_PATH'] = programs.ffprobe ?? here.ffprobe;
  process.env['UPLOAD_LIMIT_BYTES'] = '1073741824';
  return new Ffmpeg();
}

/** A folder for one test. */
export class Workbench implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'spillway-media-'));

  file(name: string, content?: string | Uint8Array, mode = 0o600): string {
    const path = join(this.folder, name);
    if (content !== undefined) writeFileSync(path, content, { mode });
    return path;
  }

  /** A program that does this. */
  script(body: string): string {
    return this.file(`program-${body.length}.sh`, `#!/bin/sh\n${body}\n`, 0o700);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs work in an invocation that has so much time left. */
export function withTimeLeft<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const context = { getRemainingTimeInMillis: () => milliseconds } as Context;
  return invocation.run(context, work);
}

/** Why it was refused. */
export async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as { reason?: string }).reason ?? `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'accepted';
}
