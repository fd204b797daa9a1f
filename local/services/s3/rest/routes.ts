import { S3Error, invalidArgument } from '../errors.ts';
import type { WireRequest } from '../../service.ts';
import type { Target } from './target.ts';

/** Operations told apart by a parameter of the query, by method: the first that fits counts. */
type Routes = readonly (readonly [parameter: string, byMethod: Readonly<Record<string, string>>])[];

const configuration = (name: string, parts = 'Bucket'): Readonly<Record<string, string>> => ({
  GET: `Get${parts}${name}`,
  PUT: `Put${parts}${name}`,
  DELETE: `Delete${parts}${name}`,
});

const bucketRoutes: Routes = [
  ['accelerate', configuration('AccelerateConfiguration')],
  ['acl', configuration('Acl')],
  ['analytics', configuration('AnalyticsConfiguration')],
  ['cors', configuration('Cors')],
  ['delete', { POST: 'DeleteObjects' }],
  ['encryption', configuration('Encryption')],
  ['intelligent-tiering', configuration('IntelligentTieringConfiguration')],
  ['inventory', configuration('InventoryConfiguration')],
  ['lifecycle', { ...configuration('LifecycleConfiguration'), DELETE: 'DeleteBucketLifecycle' }],
  ['location', { GET: 'GetBucketLocation' }],
  ['logging', configuration('Logging')],
  ['metadataConfiguration', configuration('MetadataConfiguration')],
  ['metadataTable', configuration('MetadataTableConfiguration')],
  ['metrics', configuration('MetricsConfiguration')],
  ['notification', configuration('NotificationConfiguration')],
  ['object-lock', configuration('ObjectLockConfiguration', '')],
  ['ownershipControls', configuration('OwnershipControls')],
  ['policy', configuration('Policy')],
  ['policyStatus', { GET: 'GetBucketPolicyStatus' }],
  ['publicAccessBlock', configuration('PublicAccessBlock', '')],
  ['replication', configuration('Replication')],
  ['requestPayment', configuration('RequestPayment')],
  ['session', { GET: 'CreateSession' }],
  ['tagging', configuration('Tagging')],
  ['uploads', { GET: 'ListMultipartUploads' }],
  ['versioning', configuration('Versioning')],
  ['versions', { GET: 'ListObjectVersions' }],
  ['website', configuration('Website')],
];

/** Without an id all of them are asked for. */
const listed = new Set(
  ['Analytics', 'IntelligentTiering', 'Inventory', 'Metrics'].map((kind) => `GetBucket${kind}Configuration`),
);

const objectRoutes: Routes = [
  ['acl', configuration('Acl', 'Object')],
  ['attributes', { GET: 'GetObjectAttributes' }],
  ['legal-hold', configuration('LegalHold', 'Object')],
  ['renameObject', { PUT: 'RenameObject' }],
  ['restore', { POST: 'RestoreObject' }],
  ['retention', configuration('Retention', 'Object')],
  ['select', { POST: 'SelectObjectContent' }],
  ['tagging', configuration('Tagging', 'Object')],
  ['torrent', { GET: 'GetObjectTorrent' }],
  ['uploads', { POST: 'CreateMultipartUpload' }],
  [
    'uploadId',
    { GET: 'ListParts', PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' },
  ],
];

const plainBucket: Readonly<Record<string, string>> = {
  DELETE: 'DeleteBucket',
  GET: 'ListObjects',
  HEAD: 'HeadBucket',
  POST: 'PostObject',
  PUT: 'CreateBucket',
};

const plainObject: Readonly<Record<string, string>> = {
  DELETE: 'DeleteObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
};

/**
 * The name that AWS gives to what a request asks for.
 *
 * @throws S3Error `MethodNotAllowed`, `InvalidArgument`
 */
export function operationOf({ method, query, headers }: WireRequest, { bucket, key }: Target): string {
  const name =
    bucket === undefined
      ? { GET: 'ListBuckets' }[method]
      : key === undefined
        ? operation(bucketRoutes, plainBucket, method, query)
        : operation(objectRoutes, plainObject, method, query);
  if (name === undefined) throw new S3Error('MethodNotAllowed', { fields: { Method: method } });
  if (name === 'ListObjects' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'PUT' && key !== undefined && query.has('partNumber') && (query.get('uploadId') ?? '') === '') {
    const message = 'This operation does not accept partNumber without uploadId';
    throw invalidArgument(message, 'partNumber', 'partNumber');
  }
  if (listed.has(name) && !query.has('id')) return `${name.replace('Get', 'List')}s`;
  const copies = headers['x-amz-copy-source'] !== undefined;
  if (copies && name === 'PutObject') return 'CopyObject';
  if (copies && name === 'UploadPart') return 'UploadPartCopy';
  return name;
}

function operation(
  routes: Routes,
  plain: Readonly<Record<string, string>>,
  method: string,
  query: URLSearchParams,
): string | undefined {
  const found = routes.find(([parameter]) => query.has(parameter));
  return found === undefined ? plain[method] : found[1][method];
}
