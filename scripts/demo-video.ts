import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWith } from '../bin/end-with.ts';
import { findFfmpeg } from '../bin/local/find-ffmpeg.ts';
import { repositoryRoot } from '../lib/bundling/options.ts';
import type { Runtime } from '../local/runtime.ts';
import { Cinema } from '../test/journeys/cinema.ts';
import { startEmbedded } from '../test/journeys/embedded.ts';
import { boxes, probe } from '../test/media/probe.ts';

const help = `Makes a real clip, uploads it through the API of the local stack, and checks what comes out.

  npm run demo:video -- [--seconds N] [--sheet FILE]

  --seconds N   length of the clip (default 4)
  --sheet FILE  where the contact sheet goes (default .spillway/demo-video/contact-sheet.jpg)
`;

const folder = join(repositoryRoot, '.spillway', 'demo-video');
const { ffmpeg } = findFfmpeg();

async function main(seconds: number, sheet: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const clip = join(folder, 'clip.mp4');
  makeClip(clip, seconds);
  say(`clip       ${facts(clip)}, FFmpeg's test pattern and a tone`);
  const target = await startEmbedded();
  try {
    const cinema = new Cinema(target);
    const started = Date.now();
    const announced = await cinema.announced('demo');
    const { videoId } = announced;
    say(`POST       /videos → 201 ${videoId}`);
    say(`POST       the upload form → ${await cinema.upload(announced, readFileSync(clip))}`);
    const video = await cinema.becomes(videoId, 'READY', 300);
    const [notice] = await cinema.told(videoId);
    tell(target.runtime, videoId, started);
    const [about, links] = notice!.split(': ');
    say(`notice     ${about}, with ${links!.split(' ').length} links`);
    const files: string[] = [];
    let sound = true;
    for (const { quality, width, height, link } of video.qualities) {
      const file = join(folder, `${quality}.mp4`);
      writeFileSync(file, await cinema.fetchFile(link!));
      files.push(file);
      const faults = faultsOf(file, { width, height, seconds: probe(clip).seconds });
      sound &&= faults.length === 0;
      say(`${quality.padEnd(10)} ${facts(file)}, ${faults.length === 0 ? 'plays while it loads' : faults.join(', ')}`);
    }
    const thumbnail = join(folder, 'thumbnail.jpg');
    writeFileSync(thumbnail, await cinema.fetchFile(video.thumbnail!.link));
    contactSheet([...files, thumbnail], seconds / 2, sheet);
    say(`sheet      ${sheet}`);
    return sound && video.qualities.length === 3 ? 0 : 1;
  } finally {
    await target.stop();
  }
}

function makeClip(file: string, seconds: number): void {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=1920x1080:rate=25:duration=${seconds}`];
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
  const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  execFileSync(ffmpeg, ['-v', 'error', '-y', '-nostdin', ...picture, ...tone, ...encoded, file]);
}

/** What ffprobe finds wrong with a rendition. */
function faultsOf(file: string, wanted: { width: number; height: number; seconds: number }): string[] {
  const found = probe(file);
  const order = boxes(file);
  return [
    ...(found.codec === 'h264' && found.audio === 'aac' ? [] : [`codecs ${found.codec}, ${found.audio}`]),
    ...(found.width === wanted.width && found.height === wanted.height ? [] : ['another size']),
    ...(Math.abs(found.seconds - wanted.seconds) <= 0.1 ? [] : [`${found.seconds} s`]),
    ...(order.indexOf('moov') < order.indexOf('mdat') ? [] : ['its index is at the end']),
  ];
}

function facts(file: string): string {
  const { codec, audio, width, height, seconds, bytes } = probe(file);
  return `${codec} + ${audio} ${width}x${height} ${seconds.toFixed(2)} s ${Math.ceil(bytes / 1024)} KiB`;
}

/** The journey as the simulator saw it: what functions said, and when. */
function tell({ journeys, nameOf }: Runtime, videoId: string, started: number): void {
  for (const { at, where: resource, what, detail } of journeys.find(videoId) ?? []) {
    const where = nameOf(resource);
    if (!where.startsWith('videos-')) continue;
    const shown = ['quality', 'percent', 'status'].flatMap((name) => detail[name] ?? []).join(' ');
    say(`${`+${((at - started) / 1000).toFixed(2)} s`.padStart(9)}  ${where.padEnd(20)} ${what} ${shown}`.trimEnd());
  }
}

/** The middle of each rendition beside the thumbnail, all of one size. */
function contactSheet(files: readonly string[], middle: number, sheet: string): void {
  const inputs = files.flatMap((file) => (file.endsWith('.mp4') ? ['-ss', String(middle), '-i', file] : ['-i', file]));
  const scaled = files.map((_file, index) => `[${index}:v]scale=320:180,setsar=1,format=yuvj420p[f${index}]`);
  const joined = `${files.map((_file, index) => `[f${index}]`).join('')}hstack=inputs=${files.length}[sheet]`;
  const filter = [...scaled, joined].join(';');
  const output = ['-filter_complex', filter, '-map', '[sheet]', '-frames:v', '1', '-q:v', '5', sheet];
  execFileSync(ffmpeg, ['-v', 'error', '-y', '-nostdin', ...inputs, ...output]);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '4' },
      sheet: { type: 'string', default: join(folder, 'contact-sheet.jpg') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (values.help) say(help);
  else if (!(seconds >= 2 && seconds <= 600)) throw new Error(`--seconds must be 2 to 600, got ${values.seconds}`);
  else process.exitCode = await main(seconds, values.sheet);
} catch (error) {
  endWith('demo:video', error);
}
