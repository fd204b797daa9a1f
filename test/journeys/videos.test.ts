import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { clip } from '../media/clips.ts';
import { Cinema } from './cinema.ts';
import { journeys } from './journey.ts';
import { probe } from '../media/probe.ts';

describe('videos', () => {
  const journey = journeys();

  journey(
    'an uploaded clip becomes playable renditions and a thumbnail, and its owner is told once',
    async ({ target }) => {
      const cinema = new Cinema(target);
      const videoId = await cinema.uploaded('clip', clip({ size: '320x180' }));
      const video = await cinema.becomes(videoId, 'READY');
      expect(video.qualities.map(({ quality, status }) => `${quality} ${status}`)).toEqual(['360p DONE']);
      const [preview] = video.qualities;
      const file = join(tmpdir(), `${videoId}.mp4`);
      writeFileSync(file, await cinema.fetchFile(preview!.link!));
      expect(probe(file)).toMatchObject({ codec: 'h264', width: 320, height: 180 });
    },
    ['providers'],
  );
});
