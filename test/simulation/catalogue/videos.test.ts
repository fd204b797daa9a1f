import { expect, test } from 'vitest';
import { patchGlobals } from '../../../simulation/globals.ts';
import { items, rootCall } from '../tables.ts';
import { uploadsOf } from '../videos/uploaders.ts';
import { videosOf, type VideoRow } from '../videos/pipeline.ts';
import type { World } from '../world.ts';
import { play } from './scenario.ts';

const renditions = ({ cloud, outputs }: World): VideoRow[] =>
  items<VideoRow>(cloud, outputs['VideosTable']!).filter(({ part }) => part !== 'video');

/** Every message that a queue of this name got is sent to it again. */
function repeat(world: World, queueName: RegExp): number {
  const queue = world.cloud.sqs.queues().find(({ name }) => queueName.test(name) && !/DeadLetter/.test(name))!;
  const sent = world.history.of('sqs', 'sent').filter(({ resource }) => resource === queue.arn);
  for (const { body } of sent) world.cloud.sqs.send(queue.arn, { MessageBody: String(body) }, rootCall(world.cloud));
  return sent.length;
}

test('V11: a quality that FFmpeg fails at is tried three times; the video fails once, and keeps what is there', async () => {
  const { violations, world } = await play({ orders: 30, faults: [] });
  expect(violations).toEqual([]);
  const failed = videosOf(world).filter(({ reason }) => reason === 'transcode-failed');
  expect(failed.length).toBeGreaterThan(0);
  for (const { videoId } of failed) {
    const own = renditions(world).filter((each) => each.videoId === videoId);
    expect(own.find(({ quality }) => quality === '720p')).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(own.filter(({ status }) => status === 'DONE').map(({ quality }) => quality)).toEqual(
      expect.arrayContaining(['1080p', '360p']),
    );
  }
  const lane = world.cloud.sqs
    .queues()
    .find(({ name }) => /LanesStandard|Lanes-Standard/.test(name) && /Videos/.test(name))!;
  expect(world.cloud.sqs.browse(lane.deadLetterTargetArn!)).toHaveLength(failed.length);
});

test('V10: renditions that finish in any order, each told of twice, make one notice', async () => {
  const { violations, world } = await play({ orders: 30, rates: { 'two-workers': 0.5, 'lost-delete': 0.5 } });
  expect(violations).toEqual([]);
  expect(videosOf(world).some(({ status }) => status === 'READY')).toBe(true);
});

test('V12: news of renditions that comes again after the end tells nobody twice', async () => {
  const { violations, world } = await play({ orders: 30, faults: [], after: (world) => void repeat(world, /Tracker/) });
  expect(violations).toEqual([]);
  expect(videosOf(world).some(({ status }) => status === 'READY')).toBe(true);
});

test('E04: every event of S3 delivered twice plans each video once', async () => {
  const { violations, world } = await play({ orders: 30, faults: [], after: (world) => void repeat(world, /Plans/) });
  expect(violations).toEqual([]);
  const planned = world.history.logs.filter(({ message }) => message === 'video planned');
  expect(new Set(planned.map(({ fields }) => fields['videoId'])).size).toBe(planned.length);
});

test('V01: what is no video fails at its first receive', async () => {
  const { world } = await play({ orders: 50, faults: [] });
  const texts = uploadsOf(world).filter(({ content }) => !content.includes('ftyp'));
  expect(texts.length).toBeGreaterThan(0);
  for (const { videoId } of texts)
    expect(videosOf(world).find((video) => video.videoId === videoId)).toMatchObject({
      status: 'FAILED',
      reason: 'not-a-video',
    });
  expect(
    world.history.logs.filter((line) => line.function === 'videos-plan' && line.message === 'message rests'),
  ).toEqual([]);
});

test('an hour without S3 costs no video its attempts', async () => {
  const { violations, world } = await play({
    orders: 4,
    faults: [],
    before: (world) => {
      const until = world.clock.now() + 60 * 60_000;
      const down = { status: 503, headers: {}, body: Buffer.from('') };
      world.bend = ({ service, method }, caller) =>
        service === 's3' && method === 'PUT' && caller === 'videos-transcode' && world.clock.now() < until
          ? down
          : undefined;
    },
  });
  expect(violations).toEqual([]);
  expect(new Set(videosOf(world).map(({ status }) => status))).toEqual(new Set(['READY']));
});

test('an upload that never comes expires in silence', async () => {
  let videoId = '';
  const announce = async ({ cloud }: World): Promise<void> => {
    const answer = await cloud.httpApis.handle([...cloud.httpApis.apis.keys()][0]!, {
      method: 'POST',
      path: '/videos',
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'abandoned' },
      body: Buffer.from(JSON.stringify({ ownerId: 'ada', contentType: 'video/mp4' })),
    });
    videoId = (JSON.parse((answer.body as Buffer).toString()) as { videoId: string }).videoId;
  };
  const { world } = await play({
    faults: [],
    before: (world) => void world.clock.schedule(world.clock.now() + 1000, () => void announce(world)),
  });
  const status = () => videosOf(world).find((video) => video.videoId === videoId)?.status;
  expect(status()).toBe('AWAITING_UPLOAD');
  const restore = patchGlobals();
  await world.clock.advance(13 * 3_600_000);
  restore();
  expect(status()).toBe('EXPIRED');
  expect(world.history.providers.filter(({ facts }) => JSON.stringify(facts).includes(videoId))).toEqual([]);
});
