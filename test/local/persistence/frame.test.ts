import { describe, expect, test } from 'vitest';
import { encodeFrame, readFrames } from '../../../local/persistence/frame.ts';

const payloads = ['one', 'two', ''].map((text) => Buffer.from(text));
const file = Buffer.concat(payloads.map(encodeFrame));

describe('frames', () => {
  test('what was written is read', () => {
    expect(readFrames(file, 'log')).toEqual({ payloads, end: file.length });
  });

  test('a file cut anywhere gives its whole frames', () => {
    for (let length = 0; length < file.length; length += 1) {
      const { payloads: read, end } = readFrames(file.subarray(0, length), 'log');
      expect(read).toEqual(payloads.slice(0, read.length));
      expect(end).toBeLessThanOrEqual(length);
      expect(length - end).toBeLessThan(19);
    }
  });

  test('a bit that flipped anywhere is found, and told by file and offset', () => {
    for (let index = 0; index < file.length; index += 1) {
      const damaged = Buffer.from(file);
      damaged[index]! ^= 0x10;
      expect(() => readFrames(damaged, '/data/log-000000'), `byte ${index}`).toThrow(
        /^\/data\/log-000000 is damaged at byte \d+/,
      );
    }
  });

  test('room that was made and never filled is no damage', () => {
    const { payloads: read, end } = readFrames(Buffer.concat([file, Buffer.alloc(300)]), 'log');
    expect(read).toEqual(payloads);
    expect(end).toBe(file.length);
  });
});
