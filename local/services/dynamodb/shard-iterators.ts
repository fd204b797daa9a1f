import { AwsError } from '../aws-error.ts';
import { validation } from './validation.ts';
import type { StreamPosition } from './stream.ts';

const VALID_MS = 15 * 60_000;

export interface ShardIterator {
  readonly arn: string;
  readonly shard: string;
  readonly position: Exclude<StreamPosition, 'LATEST'>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Shard iterators carry their whole meaning, so that nothing needs remembering. */
export function encodeIterator(iterator: ShardIterator): string {
  return `${iterator.arn}|1|${Buffer.from(JSON.stringify(iterator)).toString('base64url')}`;
}

/** @throws AwsError `ExpiredIteratorException` after 15 minutes, `ValidationException` for one we never gave */
export function decodeIterator(text: string, now: number): ShardIterator {
  let iterator: ShardIterator;
  try {
    iterator = JSON.parse(Buffer.from(text.slice(text.lastIndexOf('|') + 1), 'base64url').toString()) as ShardIterator;
  } catch (cause) {
    throw new AwsError('ValidationException', 'Invalid ShardIterator', { cause });
  }
  if (typeof iterator?.arn !== 'string') throw validation('Invalid ShardIterator');
  if (iterator.at < now - VALID_MS) throw new AwsError('ExpiredIteratorException', 'Shard iterator has expired');
  return iterator;
}
