import { qualities, type Quality, type Source } from '../../contracts/videos.ts';

export interface RenditionPlan {
  readonly quality: Quality;
  readonly width: number;
  readonly height: number;
}

/**
 * The renditions of a source: every quality that is not above it, and the smallest in any case. Both sides are even, as
 * H.264 needs them; the shorter side is what the quality names, so that upright videos stay upright.
 */
export function renditionsOf({ width, height }: Pick<Source, 'width' | 'height'>): RenditionPlan[] {
  const shorter = Math.min(width, height);
  return qualities
    .filter((quality, place) => place === 0 || linesOf(quality) <= shorter)
    .map((quality) => {
      const scale = Math.min(1, linesOf(quality) / shorter);
      return { quality, width: even(width * scale), height: even(height * scale) };
    });
}

function linesOf(quality: Quality): number {
  return Number.parseInt(quality, 10);
}

function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}
