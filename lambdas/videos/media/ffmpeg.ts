import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { required, requiredCount } from '../../messaging/environment.ts';
import { Reject, RetryLater } from '../../messaging/errors.ts';
import { invocation } from '../../messaging/invocation.ts';
import { runChild } from './child.ts';
import { probeArguments, thumbnailArguments, transcodeArguments } from './commands.ts';
import type { Media, Probe, RenditionRequest } from './media.ts';
import { readProbe } from './read-probe.ts';

/** What must be left of the invocation when FFmpeg is killed: to say so, and to clean up. */
const reserveMilliseconds = 20_000;
const probeMilliseconds = 20_000;
const thumbnailMilliseconds = 60_000;

/** Seconds by which a rendition may differ from its source: a frame or two, and the padding of AAC. */
const tolerance = 0.1;

/** FFmpeg and ffprobe as child processes. */
export class Ffmpeg implements Media {
  readonly #ffmpeg = required('ffmpegPath');
  readonly #ffprobe = required('ffprobePath');
  readonly #largestBytes = requiredCount('uploadLimitBytes');

  async probe(file: string): Promise<Probe> {
    const { exitCode, output } = await runChild({
      command: this.#ffprobe,
      args: probeArguments(file),
      folder: dirname(file),
      milliseconds: timeLeft(probeMilliseconds),
    });
    if (exitCode !== 0) throw new Reject('The upload is no video that can be read', { reason: 'not-a-video' });
    return readProbe(output);
  }

  /** What comes out is looked at: FFmpeg ends well also where it stopped early or wrote nothing. */
  async transcode(from: string, to: string, request: RenditionRequest): Promise<void> {
    await this.#run(to, {
      args: transcodeArguments(from, to, { ...request, largestBytes: this.#largestBytes }),
      milliseconds: timeLeft(Number.POSITIVE_INFINITY),
      onOutput: progressOf(request),
      patient: request.patient ?? false,
    });
    const made = await this.probe(to);
    const { width, height, seconds, videoCodec } = made;
    if (videoCodec !== 'h264' || width !== request.width || height !== request.height)
      throw new RetryLater(`FFmpeg made ${videoCodec} of ${width}x${height}`);
    if (Math.abs(seconds - request.seconds) > tolerance)
      throw new RetryLater(`FFmpeg made ${seconds} s of ${request.seconds} s`);
  }

  async thumbnail(from: string, to: string, atSecond: number): Promise<void> {
    await this.#run(to, {
      args: thumbnailArguments(from, to, atSecond),
      milliseconds: timeLeft(thumbnailMilliseconds),
    });
  }

  async #run(to: string, run: Pick<Parameters<typeof runChild>[0], 'args' | 'milliseconds' | 'onOutput' | 'patient'>) {
    const { exitCode } = await runChild({
      command: this.#ffmpeg,
      folder: dirname(to),
      onOutput: () => undefined,
      ...run,
    });
    if (exitCode !== 0) throw new RetryLater(`FFmpeg gave up with code ${exitCode}`);
    const { size } = await stat(to).catch(() => ({ size: 0 }));
    if (size === 0) throw new RetryLater('FFmpeg wrote nothing');
  }
}

/** Below the function's own timeout, so that a hanging child is our decision and not a killed function. */
function timeLeft(most: number): number {
  const remaining = invocation.context()?.getRemainingTimeInMillis() ?? 900_000;
  return Math.min(most, remaining - reserveMilliseconds);
}

/** Reads `out_time_us=…` lines and reports each further quarter. */
function progressOf({ seconds, onProgress }: RenditionRequest): (text: string) => void {
  let reported = 0;
  return (text) => {
    const microseconds = Number([...text.matchAll(/^out_time_(?:us|ms)=(\d+)$/gm)].at(-1)?.[1] ?? 0);
    const percent = Math.min(100, Math.floor(microseconds / 10_000 / seconds));
    if (percent < reported + 25) return;
    reported = percent;
    onProgress?.(percent);
  };
}
