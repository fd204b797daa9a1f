import { execFileSync } from 'node:child_process';
import { openSync, readSync, closeSync } from 'node:fs';
import { findFfmpeg } from '../../bin/local/find-ffmpeg.ts';

const { ffprobe } = findFfmpeg();

/** What ffprobe says of a file, asked by hand. */
export function probe(file: string) {
  const entries = 'stream=codec_type,codec_name,width,height:format=duration,size:format_tags';
  const args = ['-v', 'error', '-print_format', 'json', '-show_entries', entries, file];
  const { streams, format } = JSON.parse(execFileSync(ffprobe, args, { encoding: 'utf8' })) as {
    streams: { codec_type: string; codec_name: string; width: number; height: number }[];
    format: { duration: string; size: string; tags?: Record<string, string> };
  };
  const picture = streams.find(({ codec_type }) => codec_type === 'video')!;
  return {
    codec: picture.codec_name,
    width: picture.width,
    height: picture.height,
    audio: streams.find(({ codec_type }) => codec_type === 'audio')?.codec_name,
    seconds: Number(format.duration),
    bytes: Number(format.size),
    tags: format.tags ?? {},
  };
}

/** The boxes of an MP4 in their order: with `moov` before `mdat` it plays while it loads. */
export function boxes(file: string): string[] {
  const handle = openSync(file, 'r');
  const names: string[] = [];
  const header = Buffer.alloc(16);
  try {
    for (let at = 0; readSync(handle, header, 0, 16, at) >= 8;) {
      names.push(header.toString('latin1', 4, 8));
      const size = header.readUInt32BE(0);
      at += size === 1 ? Number(header.readBigUInt64BE(8)) : size;
      if (size === 0) break;
    }
  } finally {
    closeSync(handle);
  }
  return names;
}
