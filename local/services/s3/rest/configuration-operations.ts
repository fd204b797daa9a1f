import { deleteBucketCors, getBucketCors, putBucketCors } from '../actions/bucket-cors.ts';
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from '../actions/bucket-encryption.ts';
import { deleteBucketLifecycle, getBucketLifecycle, putBucketLifecycle } from '../actions/bucket-lifecycle.ts';
import { getBucketNotification, putBucketNotification } from '../actions/bucket-notification.ts';
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from '../actions/bucket-policy.ts';
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from '../actions/bucket-tagging.ts';
import { getBucketVersioning, putBucketVersioning } from '../actions/bucket-versioning.ts';
import { deleteOwnershipControls, getOwnershipControls, putOwnershipControls } from '../actions/ownership-controls.ts';
import { deletePublicAccessBlock, getPublicAccessBlock, putPublicAccessBlock } from '../actions/public-access-block.ts';
import { NotSimulated } from '../../aws-error.ts';
import { readCors, writeCors } from '../cors.ts';
import { readLifecycle, writeLifecycle } from '../lifecycle/rules.ts';
import { readNotifications, writeNotifications } from '../notifications/configuration.ts';
import { readTagSet, writeTagSet } from '../tags.ts';
import { S3Error } from '../errors.ts';
import { child, childrenOf, isTrue, requiredText, textOf, texts } from './xml.ts';
import { empty, xmlReply } from './reply.ts';
import type { Incoming } from './incoming.ts';
import type { Operations } from './operation.ts';

const newId =
  ({ s3 }: Incoming) =>
  () =>
    s3.surroundings.random.uuid();

const blocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

const minimumSizeHeader = 'x-amz-transition-default-minimum-object-size';

export const configurationOperations: Operations = {
  GetBucketVersioning: ({ s3, bucket, call }) =>
    xmlReply('VersioningConfiguration', { Status: getBucketVersioning(s3, { bucket }, call) }),
  PutBucketVersioning: async (incoming) => {
    const document = await incoming.xml('VersioningConfiguration');
    if (textOf(document, 'MfaDelete') === 'Enabled') throw new NotSimulated('S3 MFA delete');
    putBucketVersioning(incoming.s3, { bucket: incoming.bucket, status: textOf(document, 'Status') }, incoming.call);
    return empty(200);
  },

  GetBucketPolicy: ({ s3, bucket, call }) => {
    const policy = getBucketPolicy(s3, { bucket }, call);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: policy };
  },
  PutBucketPolicy: async (incoming) => {
    putBucketPolicy(incoming.s3, { bucket: incoming.bucket, policy: await incoming.document() }, incoming.call);
    return empty(204);
  },
  DeleteBucketPolicy: ({ s3, bucket, call }) => {
    deleteBucketPolicy(s3, { bucket }, call);
    return empty(204);
  },
  GetBucketPolicyStatus: ({ s3, bucket, call }) =>
    xmlReply('PolicyStatus', { IsPublic: getBucketPolicyStatus(s3, { bucket }, call) }),

  GetBucketCors: ({ s3, bucket, call }) =>
    xmlReply('CORSConfiguration', writeCors(getBucketCors(s3, { bucket }, call))),
  PutBucketCors: async (incoming) => {
    const cors = readCors(await incoming.xml('CORSConfiguration'));
    putBucketCors(incoming.s3, { bucket: incoming.bucket, cors }, incoming.call);
    return empty(200);
  },
  DeleteBucketCors: ({ s3, bucket, call }) => {
    deleteBucketCors(s3, { bucket }, call);
    return empty(204);
  },

  GetBucketLifecycleConfiguration: ({ s3, bucket, call }) => {
    const { rules, transitionDefaultMinimumObjectSize } = getBucketLifecycle(s3, { bucket }, call);
    return xmlReply('LifecycleConfiguration', writeLifecycle(rules), {
      [minimumSizeHeader]: transitionDefaultMinimumObjectSize,
    });
  },
  PutBucketLifecycleConfiguration: async (incoming) => {
    const { s3, bucket, call } = incoming;
    const lifecycle = readLifecycle(await incoming.xml('LifecycleConfiguration'), newId(incoming));
    const input = { bucket, lifecycle, transitionDefaultMinimumObjectSize: incoming.header(minimumSizeHeader) };
    return empty(200, { [minimumSizeHeader]: putBucketLifecycle(s3, input, call) });
  },
  DeleteBucketLifecycle: ({ s3, bucket, call }) => {
    deleteBucketLifecycle(s3, { bucket }, call);
    return empty(204);
  },

  GetBucketNotificationConfiguration: ({ s3, bucket, call }) =>
    xmlReply('NotificationConfiguration', writeNotifications(getBucketNotification(s3, { bucket }, call))),
  PutBucketNotificationConfiguration: async (incoming) => {
    const notifications = readNotifications(await incoming.xml('NotificationConfiguration'), newId(incoming));
    const skipValidation = incoming.header('x-amz-skip-destination-validation')?.toLowerCase() === 'true';
    await putBucketNotification(incoming.s3, { bucket: incoming.bucket, notifications, skipValidation }, incoming.call);
    return empty(200);
  },

  GetBucketTagging: ({ s3, bucket, call }) => xmlReply('Tagging', writeTagSet(getBucketTagging(s3, { bucket }, call))),
  PutBucketTagging: async (incoming) => {
    const tags = readTagSet(await incoming.xml('Tagging'), 'bucket');
    putBucketTagging(incoming.s3, { bucket: incoming.bucket, tags }, incoming.call);
    return empty(204);
  },
  DeleteBucketTagging: ({ s3, bucket, call }) => {
    deleteBucketTagging(s3, { bucket }, call);
    return empty(204);
  },

  GetBucketEncryption: ({ s3, bucket, call }) => {
    const { algorithm, bucketKeyEnabled, blocked } = getBucketEncryption(s3, { bucket }, call);
    const byDefault = { SSEAlgorithm: algorithm };
    const rule = {
      BucketKeyEnabled: bucketKeyEnabled,
      ApplyServerSideEncryptionByDefault: byDefault,
      BlockedEncryptionTypes: blocked && { EncryptionType: blocked },
    };
    return xmlReply('ServerSideEncryptionConfiguration', { Rule: rule });
  },
  PutBucketEncryption: async (incoming) => {
    const rules = childrenOf(await incoming.xml('ServerSideEncryptionConfiguration'), 'Rule');
    const byDefault = child(rules[0], 'ApplyServerSideEncryptionByDefault');
    const blocked = child(rules[0], 'BlockedEncryptionTypes');
    if (rules.length !== 1) throw new S3Error('MalformedXML');
    const input = {
      bucket: incoming.bucket,
      // A rule may block alone.
      algorithm: byDefault === undefined && blocked !== undefined ? 'AES256' : requiredText(byDefault, 'SSEAlgorithm'),
      blocked: blocked === undefined ? undefined : texts(blocked, 'EncryptionType'),
      kmsKeyId: textOf(byDefault, 'KMSMasterKeyID'),
      bucketKeyEnabled: isTrue(rules[0], 'BucketKeyEnabled'),
    };
    putBucketEncryption(incoming.s3, input, incoming.call);
    return empty(200);
  },
  DeleteBucketEncryption: ({ s3, bucket, call }) => {
    deleteBucketEncryption(s3, { bucket }, call);
    return empty(204);
  },

  GetPublicAccessBlock: ({ s3, bucket, call }) =>
    xmlReply('PublicAccessBlockConfiguration', { ...getPublicAccessBlock(s3, { bucket }, call) }),
  PutPublicAccessBlock: async (incoming) => {
    const document = await incoming.xml('PublicAccessBlockConfiguration');
    if (!blocks.some((name) => child(document, name) !== undefined))
      throw new S3Error('InvalidRequest', { message: 'Must specify at least one configuration.' });
    const publicAccessBlock = {
      BlockPublicAcls: isTrue(document, 'BlockPublicAcls'),
      IgnorePublicAcls: isTrue(document, 'IgnorePublicAcls'),
      BlockPublicPolicy: isTrue(document, 'BlockPublicPolicy'),
      RestrictPublicBuckets: isTrue(document, 'RestrictPublicBuckets'),
    };
    putPublicAccessBlock(incoming.s3, { bucket: incoming.bucket, publicAccessBlock }, incoming.call);
    return empty(200);
  },
  DeletePublicAccessBlock: ({ s3, bucket, call }) => {
    deletePublicAccessBlock(s3, { bucket }, call);
    return empty(204);
  },

  GetBucketOwnershipControls: ({ s3, bucket, call }) =>
    xmlReply('OwnershipControls', { Rule: { ObjectOwnership: getOwnershipControls(s3, { bucket }, call) } }),
  PutBucketOwnershipControls: async (incoming) => {
    const rules = childrenOf(await incoming.xml('OwnershipControls'), 'Rule');
    if (rules.length !== 1) throw new S3Error('MalformedXML');
    const ownership = requiredText(rules[0], 'ObjectOwnership');
    putOwnershipControls(incoming.s3, { bucket: incoming.bucket, ownership }, incoming.call);
    return empty(200);
  },
  DeleteBucketOwnershipControls: ({ s3, bucket, call }) => {
    deleteOwnershipControls(s3, { bucket }, call);
    return empty(204);
  },
};
