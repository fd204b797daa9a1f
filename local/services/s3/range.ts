import { S3Error, invalidArgument } from './errors.ts';

/** Bytes from `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One range of a `Range` header. Several ranges, or something unreadable, give undefined: S3 then sends everything.
 *
 * @throws S3Error `InvalidRange`
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const suffix = Math.min(Number(last), size);
    if (suffix === 0) throw unsatisfiable(header!, size);
    return { start: size - suffix, end: size };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw unsatisfiable(header!, size);
  return { start, end: last === '' ? size : Math.min(Number(last) + 1, size) };
}

/**
 * `x-amz-copy-source-range`, which must lie wholly inside the source.
 *
 * @throws S3Error `InvalidArgument`, `InvalidRequest`
 */
export function readCopyRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const start = Number(first);
  const end = Number(last) + 1;
  if (first === undefined || start >= end) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
    throw invalidArgument(message, 'x-amz-copy-source-range', header);
  }
  if (start >= size) {
    throw new S3Error('InvalidRequest', {
      message: 'The specified copy range is invalid for the source object size',
    });
  }
  if (end > size) {
    const message = `Range specified is not valid for source object of size: ${size}`;
    throw invalidArgument(message, 'x-amz-copy-source-range', header);
  }
  return { start, end };
}

function unsatisfiable(header: string, size: number): S3Error {
  const fields = { RangeRequested: header, ActualObjectSize: String(size) };
  return new S3Error('InvalidRange', { fields, headers: { 'content-range': `bytes */${size}` } });
}
