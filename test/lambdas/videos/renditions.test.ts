import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renditionsOf } from '../../../lambdas/videos/renditions.ts';

const side = fc.integer({ min: 2, max: 4000 });

describe('renditions', () => {
  test.each([
    [1920, 1080, ['360p 640x360', '720p 1280x720', '1080p 1920x1080']],
    [1280, 720, ['360p 640x360', '720p 1280x720']],
    [1080, 1920, ['360p 360x640', '720p 720x1280', '1080p 1080x1920']],
    [320, 180, ['360p 320x180']],
    [65, 37, ['360p 66x38']],
  ])('of %d × %d are %j', (width, height, expected) => {
    const found = renditionsOf({ width, height }).map((each) => `${each.quality} ${each.width}x${each.height}`);
    expect(found).toEqual(expected);
  });

  test('have even sides, are never more than a pixel above their source, and the preview is among them', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const found = renditionsOf({ width, height });
        expect(found[0]!.quality).toBe('360p');
        for (const each of found) {
          expect((each.width % 2) + (each.height % 2)).toBe(0);
          expect(each.width).toBeLessThanOrEqual(width + 1);
          expect(each.height).toBeLessThanOrEqual(height + 1);
        }
      }),
    );
  });
});
