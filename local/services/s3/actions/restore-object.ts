import { S3Error, invalidArgument } from '../errors.ts';
import { restoreFrom, retrievalsOf, stateOf, type Tier } from '../restore.ts';
import { onObject, type S3 } from '../s3.ts';
import { existingVersion, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';

export interface RestoreObjectInput extends ObjectId {
  /** How long the copy is to be there once it is. */
  readonly days: number;
  readonly tier: Tier;
}

/**
 * Has an archived body brought back for a time: after as long as its tier takes, by the clock of the account.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html
 *
 * @returns whether it was there already, so that only its end has changed
 */
export function restoreObject(s3: S3, input: RestoreObjectInput, call: Call): boolean {
  const { key, days, tier } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('RestoreObject', bucket, key));
  const version = existingVersion(bucket, input, 'POST');
  const { storageClass } = version;
  const retrievals = retrievalsOf(storageClass);
  if (retrievals === undefined) {
    const message = "Restore is not allowed for the object's current storage class";
    throw new S3Error('InvalidObjectState', { message, fields: { StorageClass: storageClass } });
  }
  const wait = retrievals[tier];
  if (wait === undefined)
    throw invalidArgument('Retrieval option is not supported by this storage class', 'Tier', tier);
  const now = s3.surroundings.clock.now();
  const state = stateOf(version.restore, now);
  if (state === 'ongoing') throw new S3Error('RestoreAlreadyInProgress');
  const there = state === 'restored';
  const restore = {
    ...restoreFrom(there ? now : now + wait, days),
    ...(there && { readyAt: version.restore!.readyAt }),
  };
  s3.store.change({ kind: 'version', bucket: input.bucket, record: { ...version, restore } });
  s3.report('restored', bucket, key, { versionId: version.versionId, tier, ...restore });
  return there;
}
