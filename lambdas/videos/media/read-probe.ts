import * as z from 'zod/mini';
import { Reject } from '../../messaging/errors.ts';
import { codecs } from './commands.ts';
import type { Probe } from './media.ts';

const number = z.catch(z.optional(z.coerce.number()), undefined);

const probeSchema = z.object({
  format: z.object({ duration: number, size: number, nb_streams: number }),
  streams: z.array(
    z.object({
      codec_type: z.optional(z.string()),
      codec_name: z.optional(z.string()),
      width: number,
      height: number,
      avg_frame_rate: z.optional(z.string()),
      disposition: z.optional(z.object({ attached_pic: number })),
      tags: z.optional(z.object({ rotate: number })),
      side_data_list: z.optional(z.array(z.object({ rotation: number }))),
    }),
  ),
});

/**
 * Reads ffprobe's JSON.
 *
 * @throws Reject `not-a-video` where it found none, `unsupported-codec` for one that we do not decode
 */
export function readProbe(json: string): Probe {
  const { format, streams } = parsed(json);
  const video = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);
  const seconds = format.duration ?? 0;
  if (video === undefined || !positive(video.width) || !positive(video.height) || !positive(seconds))
    throw new Reject('There is no video in the upload', { reason: 'not-a-video' });
  const audio = streams.find(({ codec_type }) => codec_type === 'audio');
  if (!codecs.video.includes(video.codec_name ?? '') || (audio && !codecs.audio.includes(audio.codec_name ?? '')))
    throw new Reject('The upload uses a codec that is not decoded here', { reason: 'unsupported-codec' });
  const rotation = video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? video.tags?.rotate;
  const upright = Math.abs(rotation ?? 0) % 180 === 90;
  return {
    bytes: format.size ?? 0,
    seconds,
    width: upright ? video.height! : video.width!,
    height: upright ? video.width! : video.height!,
    framesPerSecond: rate(video.avg_frame_rate),
    videoCodec: video.codec_name!,
    ...(audio?.codec_name !== undefined && { audioCodec: audio.codec_name }),
    streams: format.nb_streams ?? streams.length,
  };
}

function parsed(json: string): z.infer<typeof probeSchema> {
  try {
    return probeSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw new Reject('The upload is no video that can be read', { reason: 'not-a-video', cause });
  }
}

const positive = (value: number | undefined): boolean => value !== undefined && Number.isFinite(value) && value > 0;

/** `30000/1001` → 29.97 */
function rate(fraction = '0/1'): number {
  const [frames = 0, seconds = 1] = fraction.split('/').map(Number);
  return seconds === 0 ? 0 : frames / seconds;
}
