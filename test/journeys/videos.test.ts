import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListQueuesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect } from 'vitest';
import { clip, made } from '../media/clips.ts';
import { boxes, probe } from '../media/probe.ts';
import { Cinema } from './cinema.ts';
import { journeys } from './journey.ts';
import { eventually } from './target.ts';

const silent = made('mp4', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', '-f', 'mp4']);
const jpeg = made('jpg', ['-f', 'lavfi', '-i', 'testsrc=size=64x36', '-frames:v', '1', '-f', 'mjpeg']);

/** What people upload instead of videos, and why it is refused. */
const noVideos: Readonly<Record<string, readonly [content: Buffer<ArrayBuffer>, reason: string]>> = {
  'one-byte': [Buffer.from('x'), 'not-a-video'],
  text: [Buffer.from('Dear Sir or Madam'), 'not-a-video'],
  jpeg: [readFileSync(jpeg), 'not-a-video'],
  playlist: [Buffer.from('#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data/\n'), 'not-a-video'],
  truncated: [readFileSync(clip()).subarray(0, 2000), 'not-a-video'],
  sound: [readFileSync(silent), 'not-a-video'],
};

describe('videos', () => {
  const journey = journeys();

  journey(
    'I13: an uploaded clip becomes playable renditions and a thumbnail, and its owner is told once',
    async ({ target }) => {
      const cinema = new Cinema(target);
      const source = clip({ size: '1280x720', seconds: 1 });
      const videoId = await cinema.uploaded('clip', source);
      const video = await cinema.becomes(videoId, 'READY');
      expect(video.qualities.map(({ quality, status }) => `${quality} ${status}`)).toEqual(['360p DONE', '720p DONE']);
      for (const { link, width, height } of video.qualities) {
        const file = join(tmpdir(), `${videoId}.mp4`);
        writeFileSync(file, await cinema.fetchFile(link!));
        expect(probe(file)).toMatchObject({ codec: 'h264', audio: 'aac', width, height });
        expect(Math.abs(probe(file).seconds - probe(source).seconds)).toBeLessThanOrEqual(0.1);
        expect(boxes(file).indexOf('moov')).toBeLessThan(boxes(file).indexOf('mdat'));
      }
      const thumbnail = await cinema.fetchFile(video.thumbnail!.link);
      expect(thumbnail.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
      const told = await cinema.told(videoId);
      expect(told).toHaveLength(1);
      const [preview] = /http\S+\/files\/360p(?= )/.exec(told[0]!) ?? [];
      const followed = await (await fetch(preview!)).arrayBuffer();
      expect(Buffer.from(followed)).toEqual(await cinema.fetchFile(video.qualities[0]!.link!));
    },
    ['providers'],
  );

  journey(
    'V01: what is no video fails with its reason at its first receive, and its owner is told once',
    async ({ target }) => {
      const cinema = new Cinema(target);
      const uploaded = Object.entries(noVideos).map(async ([name, [content, reason]]) => {
        const announced = await cinema.announced(name);
        expect(await cinema.upload(announced, content)).toBe(204);
        return { videoId: announced.videoId, reason };
      });
      for (const { videoId, reason } of await Promise.all(uploaded)) {
        expect(await cinema.becomes(videoId, 'FAILED')).toMatchObject({ reason, qualities: [] });
        expect(await cinema.told(videoId)).toEqual([expect.stringContaining(`failed: ${reason}`)]);
        expect(JSON.stringify(await target.console(`journeys/${videoId}`))).not.toContain('"attempt":2');
      }
    },
    ['providers', 'console'],
  );

  journey('V07: S3 refuses what the form does not allow', async ({ target }) => {
    const cinema = new Cinema(target);
    const announced = await cinema.announced('form');
    const content = readFileSync(clip());
    const { fields, url } = announced.upload;
    expect(await cinema.upload(announced, Buffer.alloc(0))).toBe(400);
    expect(await cinema.upload(announced, content, { 'Content-Type': 'text/html' })).toBe(403);
    expect(await cinema.upload(announced, content, { key: 'raw/another' })).toBe(403);
    expect(await cinema.upload(announced, content, { 'X-Amz-Signature': '0'.repeat(64) })).toBe(403);
    const elsewhere = { ...announced, upload: { ...announced.upload, url: url.replace('-up-', '-other-') } };
    expect(await cinema.upload(elsewhere, content)).toBeGreaterThanOrEqual(400);
    const policy = JSON.parse(Buffer.from(fields['Policy']!, 'base64').toString()) as { conditions: unknown[] };
    expect(policy.conditions).toContainEqual(['content-length-range', 1, announced.upload.largestBytes]);
    expect(await cinema.video(announced.videoId)).toMatchObject({ status: 'AWAITING_UPLOAD' });
  });

  journey(
    'V07: a form is good for five minutes, and a fresh one can be had',
    async ({ target }) => {
      const cinema = new Cinema(target);
      const first = await cinema.announced('late');
      await target.passTime(301);
      expect(await cinema.upload(first, readFileSync(clip()))).toBe(403);
      const second = await cinema.announced('late');
      expect(second.videoId).toBe(first.videoId);
      expect(await cinema.upload(second, readFileSync(clip()))).toBe(204);
      const closed = await eventually('the upload is closed', async () => {
        const answer = await cinema.announce('late');
        return answer.status !== 201 && answer;
      });
      expect(closed).toMatchObject({ status: 409, body: { code: 'upload-closed' } });
    },
    ['time'],
  );

  journey('the same key with another body is refused, and other owners see nothing', async ({ target }) => {
    const cinema = new Cinema(target);
    await cinema.announced('key');
    const other = await cinema.announce('key', { ownerId: 'ada', contentType: 'video/quicktime' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const hostile = await cinema.announce('hostile', { ownerId: 'ada', contentType: 'video/mp4', fileName: '-y.mp4' });
    expect(hostile.status).toBe(400);
    expect((await target.api('GET', '/videos/0f5b0cf7-2a93-5f97-854a-3fb5786b4055')).status).toBe(404);
    expect((await target.api('GET', '/videos/..%2f..%2fetc')).status).toBe(404);
  });

  journey('V13: the same bytes uploaded twice are two videos, and both end', async ({ target }) => {
    const cinema = new Cinema(target);
    const [one, two] = await Promise.all([cinema.uploaded('twin-1', clip()), cinema.uploaded('twin-2', clip())]);
    expect(one).not.toBe(two);
    await Promise.all([cinema.becomes(one, 'READY'), cinema.becomes(two, 'READY')]);
  });

  journey('E02: a forged envelope in the queue is set aside as what it is', async ({ target }) => {
    const { QueueUrls = [] } = await target.sqs.send(new ListQueuesCommand({}));
    const [queue] = QueueUrls.filter((url) => /Plans/.test(url) && !/DeadLetter/.test(url));
    const inner = JSON.stringify({ Records: [] });
    const forged = JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:us-east-1:1:x', Message: inner });
    await target.sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: forged }));
    const [deadLetters] = QueueUrls.filter((url) => /Videos-?Plans-?DeadLetter/.test(url));
    await eventually('it is set aside', async () => {
      const receive = new ReceiveMessageCommand({ QueueUrl: deadLetters, MessageAttributeNames: ['All'] });
      const { Messages = [] } = await target.sqs.send(receive);
      return Messages.some(({ MessageAttributes }) => MessageAttributes?.['reason']?.StringValue === 'invalid-message');
    });
  });
});
