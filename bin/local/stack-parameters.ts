import type { StandIns } from '../../stand-ins/serve.ts';
import { ffmpegParameters } from './find-ffmpeg.ts';

/** What Spillway's own stack is told of this machine: where its providers are, and its FFmpeg. */
export function stackParameters({ url }: Pick<StandIns, 'url'>): Readonly<Record<string, string>> {
  return { PaymentUrl: `${url}/payment`, MailUrl: `${url}/mail`, PushUrl: `${url}/push`, ...ffmpegParameters() };
}
