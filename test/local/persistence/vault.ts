import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketWebsiteCommand,
  GetObjectAclCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  RestoreObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Service } from '../../../local/services/s3/s3-service.ts';
import { clientOptions } from '../sdk.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

const Bucket = 'vault';
const film = { Bucket, Key: 'film' };

export function s3ClientOf(cloud: Cloud): S3Client {
  return new S3Client({ ...clientOptions(new S3Service(cloud.s3)), forcePathStyle: true });
}

/** A bucket with settings of every kind, and an archived object that is locked and being restored. */
export async function fillVault(cloud: Cloud): Promise<void> {
  const s3 = s3ClientOf(cloud);
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter', ObjectLockEnabledForBucket: true }));
  await s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 7 } },
      },
    }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
      },
    }),
  );
  await s3.send(
    new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'a&b.html' } } }),
  );
  const Transitions = [{ Days: 1, StorageClass: 'DEEP_ARCHIVE' as const }];
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      LifecycleConfiguration: { Rules: [{ ID: 'freeze', Status: 'Enabled', Filter: { Prefix: '' }, Transitions }] },
    }),
  );
  await s3.send(
    new PutObjectCommand({
      ...film,
      Body: 'film',
      ACL: 'aws-exec-read',
      StorageClass: 'GLACIER',
      ObjectLockLegalHoldStatus: 'ON',
    }),
  );
  await s3.send(new RestoreObjectCommand({ ...film, RestoreRequest: { Days: 1 } }));
}

/** What the vault answers. */
export async function vaultOf(cloud: Cloud) {
  const s3 = s3ClientOf(cloud);
  const head = await s3.send(new HeadObjectCommand(film));
  const { Grants } = await s3.send(new GetObjectAclCommand(film));
  const { IndexDocument } = await s3.send(new GetBucketWebsiteCommand({ Bucket }));
  const lifecycle = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  return {
    website: IndexDocument?.Suffix,
    minimumSize: lifecycle.TransitionDefaultMinimumObjectSize,
    granted: Grants?.map(({ Permission }) => Permission),
    encryption: head.ServerSideEncryption,
    lock: [head.ObjectLockMode, head.ObjectLockLegalHoldStatus],
    restore: head.Restore,
  };
}
