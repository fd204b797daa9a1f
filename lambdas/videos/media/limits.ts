import { Reject } from '../../messaging/errors.ts';
import type { Probe } from './media.ts';

/** What one function can transcode within its timeout, and what nobody needs. A bomb is small: the size says nothing. */
export const mediaLimits = {
  seconds: 600,
  /** 3840 × 2160. */
  pixels: 8_294_400,
  framesPerSecond: 120,
  streams: 16,
};

/** @throws Reject naming the limit */
export function enforceMediaLimits({ seconds, width, height, framesPerSecond, streams }: Probe): void {
  const refuse = (broken: boolean, reason: string): void => {
    if (broken) throw new Reject('The upload is more than is taken here', { reason });
  };
  refuse(seconds > mediaLimits.seconds, 'too-long');
  refuse(width * height > mediaLimits.pixels, 'too-many-pixels');
  refuse(framesPerSecond > mediaLimits.framesPerSecond, 'too-many-frames');
  refuse(streams > mediaLimits.streams, 'too-many-streams');
}
