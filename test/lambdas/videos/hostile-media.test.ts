import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findFfmpeg } from '../../../bin/local/find-ffmpeg.ts';
import { enforceMagic } from '../../../lambdas/videos/media/magic.ts';
import { enforceMediaLimits } from '../../../lambdas/videos/media/limits.ts';
import { clip, made } from '../../media/clips.ts';
import { loopback } from '../../media/loopback.ts';
import { probe } from '../../media/probe.ts';
import { ffmpegWith, reasonOf, withTimeLeft, Workbench } from './workbench.ts';

const pattern = (size: string, rate: string, duration: number) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc=size=${size}:rate=${rate}:duration=${duration}`,
];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1'];
const programs = findFfmpeg();
const rendition = { width: 64, height: 36, seconds: 1 };

/** Every playlist that leads FFmpeg elsewhere, if it may choose what a file is. */
const playlists = (url: string): Readonly<Record<string, string>> => ({
  hls: `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`,
  dash: `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet><Representation id="1" bandwidth="1"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
  concat: `ffconcat version 1.0\nfile '${url}'\n`,
  sdp: `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 1 RTP/AVP 96\na=control:${url}\n`,
});

describe('what is no video', () => {
  test.each([
    ['a text', Buffer.from('Dear Sir or Madam, this is no video')],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])],
    ['one byte', Buffer.from('x')],
    ...Object.entries(playlists('http://127.0.0.1/x')).map(([kind, text]): [string, Buffer] => [
      `a playlist (${kind})`,
      Buffer.from(text),
    ]),
  ])('V01: %s is told by its first bytes, before any program sees it', (_what, bytes) => {
    expect(() => enforceMagic(bytes)).toThrow(expect.objectContaining({ reason: 'not-a-video' }));
  });

  test('V01: the first bytes of a real clip pass', () => {
    expect(() => enforceMagic(readFileSync(clip()))).not.toThrow();
  });

  test('V01: a clip cut off before its index, and one with sound alone, are refused', async () => {
    using bench = new Workbench();
    const whole = readFileSync(clip());
    const truncated = bench.file('truncated', whole.subarray(0, whole.length / 2));
    const sound = made('mp4', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', '-f', 'mp4']);
    expect(await reasonOf(ffmpegWith().probe(truncated))).toBe('not-a-video');
    expect(await reasonOf(ffmpegWith().probe(sound))).toBe('not-a-video');
  });
});

describe('what leads elsewhere', () => {
  test('V02: a playlist that got past the first bytes reads no other file', async () => {
    using bench = new Workbench();
    copyFileSync(clip(), bench.file('of-another-tenant.mp4'));
    const input = bench.file('in', playlists(`file:${bench.file('of-another-tenant.mp4')}`)['hls']);
    const output = bench.file('out.mp4');
    expect(await reasonOf(ffmpegWith().probe(input))).toBe('not-a-video');
    expect(await reasonOf(ffmpegWith().transcode(input, output, rendition))).toMatch(/FFmpeg gave up/);
    expect(existsSync(output)).toBe(false);
  });

  test.each(['hls', 'dash', 'concat', 'sdp'])('V03: a %s playlist makes no connection', async (kind) => {
    using bench = new Workbench();
    await using trap = await loopback();
    const input = bench.file('in', playlists(`http://127.0.0.1:${trap.port}/x.ts`)[kind]);
    expect(await reasonOf(ffmpegWith().probe(input))).toBe('not-a-video');
    expect(await reasonOf(ffmpegWith().transcode(input, bench.file('out.mp4'), rendition))).toMatch(/FFmpeg gave up/);
    expect(await reasonOf(ffmpegWith().thumbnail(input, bench.file('out.jpg'), 0))).toMatch(/FFmpeg gave up/);
    expect(trap.connections).toBe(0);
  });

  test('V03: the trap is one: without our arguments FFmpeg walks into it', async () => {
    using bench = new Workbench();
    await using trap = await loopback();
    const input = bench.file('in.m3u8', playlists(`http://127.0.0.1:${trap.port}/x.ts`)['hls']);
    await new Promise<void>((resolve) => {
      const args = ['-v', 'quiet', '-protocol_whitelist', 'file,http,tcp', '-i', input];
      execFile(programs.ffprobe, args, { timeout: 10_000 }, () => resolve());
    });
    expect(trap.connections).toBeGreaterThan(0);
  });

  test.each(['-y.mp4', 'http:x.mp4', 'a%d.mp4', 'concat:a|b', '$(id).mp4', 'a;b.mp4'])(
    'V04: a file called %s is that file and nothing else',
    async (name) => {
      using bench = new Workbench();
      copyFileSync(clip(), bench.file(name));
      const output = bench.file(`out-${name}`);
      expect(await ffmpegWith().probe(bench.file(name))).toMatchObject({ width: 64, height: 36 });
      await ffmpegWith().transcode(bench.file(name), output, rendition);
      expect(statSync(output).size).toBeGreaterThan(0);
    },
  );
});

describe('bombs', () => {
  const refusal = async (file: string) => reasonOf(ffmpegWith().probe(file).then(enforceMediaLimits));

  test('V05: a frame of 7680 × 4320 is refused by its size, before it is decoded', async () => {
    const file = made('mp4', ['-f', 'lavfi', '-i', 'color=size=7680x4320:rate=1:duration=1', ...h264, '-f', 'mp4']);
    expect(statSync(file).size).toBeLessThan(500_000);
    expect(await refusal(file)).toBe('too-many-pixels');
  });

  test('V05: a few kilobytes that last for hours are refused', async () => {
    const file = made('mp4', [...pattern('64x36', '1/400', 1600), ...h264, '-pix_fmt', 'yuv420p', '-f', 'mp4']);
    expect(statSync(file).size).toBeLessThan(20_000);
    expect(await refusal(file)).toBe('too-long');
  });

  test('V05: a thousand frames a second are refused', async () => {
    const file = made('mp4', [...pattern('16x16', '1000', 1), ...h264, '-pix_fmt', 'yuv420p', '-f', 'mp4']);
    expect(await refusal(file)).toBe('too-many-frames');
  });

  test('V05: twenty streams are refused', async () => {
    const maps = Array.from({ length: 20 }, () => ['-map', '0:v']).flat();
    const file = made('mp4', [...pattern('16x16', '1', 1), ...maps, ...h264, '-pix_fmt', 'yuv420p', '-f', 'mp4']);
    expect(await refusal(file)).toBe('too-many-streams');
  });

  test('V05: odd sides become even ones', async () => {
    using bench = new Workbench();
    const odd = made('mp4', [...pattern('65x37', '10', 1), ...h264, '-pix_fmt', 'yuv444p', '-f', 'mp4']);
    await ffmpegWith().transcode(odd, bench.file('out.mp4'), { width: 66, height: 38, seconds: 1 });
    expect(probe(bench.file('out.mp4'))).toMatchObject({ width: 66, height: 38 });
  });
});

describe('the child', () => {
  const whileGiven = async (body: string): Promise<string> => {
    using bench = new Workbench();
    const media = ffmpegWith({ ffmpeg: bench.script(body) });
    return await reasonOf(media.transcode(clip(), bench.file('out.mp4'), rendition));
  };

  test.each([
    ['exits with a code', 'exit 3', /gave up with code 3/],
    ['is ended by a signal', 'kill -9 $$', /ended by SIGKILL/],
    ['finds its disk full', 'exit 228', /gave up with code 228/],
    ['writes nothing', 'exit 0', /wrote nothing/],
  ])('V08: FFmpeg that %s may be tried again', async (_what, body, expected) => {
    expect(await whileGiven(body)).toMatch(expected);
  });

  test('V08: FFmpeg that hangs is killed before the function is, and no process is left', async () => {
    using bench = new Workbench();
    const pid = bench.file('pid');
    const media = ffmpegWith({ ffmpeg: bench.script(`echo $$ > ${pid}\nexec sleep 60`) });
    const run = () => media.transcode(clip(), bench.file('out.mp4'), rendition);
    const started = performance.now();
    expect(await reasonOf(withTimeLeft(20_500, run))).toMatch(/ran out of time and was killed/);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow(/ESRCH/);
  });

  test('V08: a rendition that stopped early is none', async () => {
    using bench = new Workbench();
    const run = ffmpegWith().transcode(clip(), bench.file('out.mp4'), { ...rendition, seconds: 2 });
    expect(await reasonOf(run)).toMatch(/FFmpeg made .* s of 2 s/);
  });

  test('ffprobe that talks without end is killed', async () => {
    using bench = new Workbench();
    const media = ffmpegWith({ ffprobe: bench.script('while :; do echo "{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}"; done') });
    expect(await reasonOf(media.probe(clip()))).toMatch(/said too much/);
  });

  test('I15: the child sees no environment and so no credentials', async () => {
    using bench = new Workbench();
    process.env['AWS_SECRET_ACCESS_KEY'] = 'canary-of-the-parent';
    const seen = bench.file('seen');
    const media = ffmpegWith({ ffmpeg: bench.script(`env > ${seen}; exit 1`) });
    await reasonOf(media.transcode(clip(), bench.file('out.mp4'), rendition));
    const names = readFileSync(seen, 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]!);
    // What the shell itself sets.
    expect(names.filter((name) => !['', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
    expect(readFileSync(seen, 'utf8')).not.toContain('canary');
  });

  test('I15: where a clip was taken does not survive transcoding', async () => {
    using bench = new Workbench();
    const located = bench.file('located.mp4');
    const args = ['-v', 'error', '-i', clip(), '-c', 'copy', '-metadata', 'comment=canary-home', '-f', 'mp4', located];
    execFileSync(programs.ffmpeg, args);
    expect(JSON.stringify(probe(located).tags)).toContain('canary-home');
    await ffmpegWith().transcode(located, bench.file('out.mp4'), rendition);
    expect(readFileSync(bench.file('out.mp4')).includes('canary')).toBe(false);
  });
});
