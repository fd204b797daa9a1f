import type { RenditionRequest } from './media.ts';

/** Demuxer of MP4 and QuickTime, by all its names. */
const container = 'mov,mp4,m4a,3gp,3g2,mj2';

/** What phones, cameras and editors put into them. Everything else is a decoder that nobody needs to trust. */
export const codecs = {
  video: ['h264', 'hevc', 'mpeg4', 'vp9', 'av1', 'prores'],
  audio: ['aac', 'mp3', 'ac3', 'eac3', 'alac', 'opus', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be'],
};
/** The same by the names of their decoders. */
const decoders = [...codecs.video, ...codecs.audio, 'libdav1d', 'libaom-av1', 'libopus', 'mp3float', 'ac3_fixed'];

/**
 * How FFmpeg is told to read a hostile file: as this container and no other, whatever it looks like, by these decoders,
 * from local files alone and without following references to others
 * (https://ffmpeg.org/ffmpeg-protocols.html, `protocol_whitelist`; https://ffmpeg.org/ffmpeg-formats.html, `mov`).
 */
const guarded = (file: string): string[] => [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  container,
  '-codec_whitelist',
  decoders.join(','),
  '-enable_drefs',
  '0',
  '-use_absolute_path',
  '0',
  '-f',
  'mov',
  '-i',
  `file:${file}`,
];

export function probeArguments(file: string): string[] {
  return [
    ['-v', 'quiet', '-hide_banner', '-probesize', '5000000', '-analyzeduration', '5000000'],
    ['-print_format', 'json', '-show_entries', probed],
    guarded(file),
  ].flat();
}

const probed = [
  'format=duration,size,nb_streams',
  'stream=codec_type,codec_name,width,height,avg_frame_rate,duration',
  'stream_disposition=attached_pic',
  'stream_tags=rotate',
  'stream_side_data=rotation',
].join(':');

/** Neither questions nor banners; progress goes to stdout. */
const quiet = ['-v', 'quiet', '-hide_banner', '-nostdin', '-y'];

/** Nothing but the pictures and the sound: metadata of an upload may say where somebody lives. */
const bare = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];

export function transcodeArguments(from: string, to: string, request: RenditionRequest & { largestBytes: number }) {
  const { width, height, seconds, largestBytes } = request;
  return [
    [...quiet, '-progress', 'pipe:1'],
    guarded(from),
    ['-map', '0:V:0', '-map', '0:a:0?', ...bare],
    ['-t', (seconds + 1).toFixed(3), '-fs', String(largestBytes)],
    ['-vf', `scale=${width}:${height},setsar=1`, '-pix_fmt', 'yuv420p'],
    ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-profile:v', 'high'],
    ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-max_muxing_queue_size', '1024'],
    ['-movflags', '+faststart', '-f', 'mp4', `file:${to}`],
  ].flat();
}

/** Wide enough for a list of videos. */
const thumbnailWidth = 640;

export function thumbnailArguments(from: string, to: string, atSecond: number): string[] {
  return [
    [...quiet, '-ss', atSecond.toFixed(3)],
    guarded(from),
    ['-map', '0:V:0', ...bare, '-an', '-frames:v', '1'],
    ['-vf', `scale='min(${thumbnailWidth},iw)':-2`, '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '4'],
    ['-f', 'mjpeg', `file:${to}`],
  ].flat();
}
