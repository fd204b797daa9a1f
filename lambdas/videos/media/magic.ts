import { Reject } from '../../messaging/errors.ts';

/** Boxes that an MP4 or QuickTime file may begin with (ISO/IEC 14496-12, QuickTime File Format). */
const openingBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'];

/**
 * Looks at the first bytes before any program gets to see the file: a playlist, a picture or a text is told by them.
 *
 * @throws Reject `not-a-video`
 */
export function enforceMagic(firstBytes: Buffer): void {
  const box = firstBytes.subarray(4, 8).toString('latin1');
  if (!openingBoxes.includes(box)) throw new Reject('The upload does not begin as a video', { reason: 'not-a-video' });
}
