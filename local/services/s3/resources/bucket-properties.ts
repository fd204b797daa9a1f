import { NotSimulated } from '../../aws-error.ts';
import type { PutBucketEncryptionInput } from '../actions/bucket-encryption.ts';
import type { CorsRule } from '../cors.ts';
import type { LifecycleRule } from '../lifecycle/rules.ts';
import type { NotificationTarget, TargetKind } from '../notifications/configuration.ts';
import type { PublicAccessBlock, Tag } from '../records.ts';

/** Parts of a bucket as CloudFormation writes them, turned into what the actions take. */
type Given = Readonly<Record<string, unknown>>;

export function readCorsProperty(value: unknown): CorsRule[] {
  return list(known('CorsConfiguration', value, ['CorsRules'])['CorsRules']).map((rule) => {
    const names = ['AllowedHeaders', 'AllowedMethods', 'AllowedOrigins', 'ExposedHeaders', 'Id', 'MaxAge'];
    const given = known('CorsRule', rule, names);
    return {
      id: optionalText(given['Id']),
      allowedOrigins: strings(given['AllowedOrigins']),
      allowedMethods: strings(given['AllowedMethods']),
      allowedHeaders: strings(given['AllowedHeaders']),
      exposeHeaders: strings(given['ExposedHeaders']),
      maxAgeSeconds: optionalNumber(given['MaxAge']),
    };
  });
}

export function readLifecycleProperty(value: unknown): LifecycleRule[] {
  return list(known('LifecycleConfiguration', value, ['Rules'])['Rules']).map((rule, index) => {
    const given = known('LifecycleRule', rule, lifecycleNames);
    const noncurrent = given['NoncurrentVersionExpiration'];
    const versions = known('NoncurrentVersionExpiration', noncurrent ?? {}, [
      'NoncurrentDays',
      'NewerNoncurrentVersions',
    ]);
    const abort = known('AbortIncompleteMultipartUpload', given['AbortIncompleteMultipartUpload'] ?? {}, [
      'DaysAfterInitiation',
    ]);
    const date = optionalText(given['ExpirationDate']);
    return {
      id: optionalText(given['Id']) ?? `rule-${index + 1}`,
      enabled: given['Status'] === 'Enabled',
      legacy: false,
      prefix: optionalText(given['Prefix']) ?? '',
      tags: readTagsProperty(given['TagFilters']),
      sizeGreaterThan: optionalNumber(given['ObjectSizeGreaterThan']),
      sizeLessThan: optionalNumber(given['ObjectSizeLessThan']),
      expireAfterDays: optionalNumber(given['ExpirationInDays']),
      expireOn: date === undefined ? undefined : Date.parse(date),
      expireDeleteMarkers: isTrue(given['ExpiredObjectDeleteMarker']) || undefined,
      noncurrentDays: optionalNumber(versions['NoncurrentDays'] ?? given['NoncurrentVersionExpirationInDays']),
      newerNoncurrentVersions: optionalNumber(versions['NewerNoncurrentVersions']),
      abortUploadsAfterDays: optionalNumber(abort['DaysAfterInitiation']),
    };
  });
}

const lifecycleNames = [
  'AbortIncompleteMultipartUpload',
  'ExpirationDate',
  'ExpirationInDays',
  'ExpiredObjectDeleteMarker',
  'Id',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'ObjectSizeGreaterThan',
  'ObjectSizeLessThan',
  'Prefix',
  'Status',
  'TagFilters',
];

const kinds: Readonly<Record<TargetKind, readonly [list: string, arn: string]>> = {
  topic: ['TopicConfigurations', 'Topic'],
  queue: ['QueueConfigurations', 'Queue'],
  function: ['LambdaConfigurations', 'Function'],
};

export function readNotificationProperty(value: unknown): NotificationTarget[] {
  const given = known(
    'NotificationConfiguration',
    value,
    Object.values(kinds).map(([name]) => name),
  );
  return (Object.keys(kinds) as TargetKind[]).flatMap((kind) => {
    const [name, arn] = kinds[kind];
    return list(given[name]).map((entry, index) => {
      const target = known(name, entry, ['Event', 'Filter', arn]);
      return {
        id: `${kind}-${index + 1}`,
        kind,
        arn: text(name, target[arn]),
        events: [text(name, target['Event'])],
        ...readFilter(target['Filter']),
      };
    });
  });
}

export function readPublicAccessBlockProperty(value: unknown): PublicAccessBlock {
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
  const given = known('PublicAccessBlockConfiguration', value, names);
  return {
    BlockPublicAcls: isTrue(given['BlockPublicAcls']),
    IgnorePublicAcls: isTrue(given['IgnorePublicAcls']),
    BlockPublicPolicy: isTrue(given['BlockPublicPolicy']),
    RestrictPublicBuckets: isTrue(given['RestrictPublicBuckets']),
  };
}

export function readEncryptionProperty(value: unknown): Omit<PutBucketEncryptionInput, 'bucket'> {
  const rules = known('BucketEncryption', value, ['ServerSideEncryptionConfiguration'])[
    'ServerSideEncryptionConfiguration'
  ];
  const rule = known('ServerSideEncryptionRule', list(rules)[0] ?? {}, [
    'ServerSideEncryptionByDefault',
    'BucketKeyEnabled',
  ]);
  const byDefault = known('ServerSideEncryptionByDefault', rule['ServerSideEncryptionByDefault'], [
    'SSEAlgorithm',
    'KMSMasterKeyID',
  ]);
  const algorithm = text('SSEAlgorithm', byDefault['SSEAlgorithm']);
  const kmsKeyId = optionalText(byDefault['KMSMasterKeyID']);
  return { algorithm, bucketKeyEnabled: isTrue(rule['BucketKeyEnabled']), kmsKeyId };
}

export function readOwnershipProperty(value: unknown): string {
  const [rule] = list(known('OwnershipControls', value, ['Rules'])['Rules']);
  return text('ObjectOwnership', known('OwnershipControlsRule', rule, ['ObjectOwnership'])['ObjectOwnership']);
}

export function readVersioningProperty(value: unknown): string {
  return text('Status', known('VersioningConfiguration', value, ['Status'])['Status']);
}

export function readTagsProperty(value: unknown): Tag[] {
  return list(value).map((tag) => {
    const { Key, Value } = known('Tag', tag, ['Key', 'Value']);
    return { Key: text('Key', Key), Value: text('Value', Value) };
  });
}

function readFilter(value: unknown): { prefix: string; suffix: string } {
  const filter = { prefix: '', suffix: '' };
  const rules = known('Filter', value ?? {}, ['S3Key'])['S3Key'] ?? {};
  for (const rule of list(known('S3Key', rules, ['Rules'])['Rules'])) {
    const { Name, Value } = known('FilterRule', rule, ['Name', 'Value']);
    const name = text('Name', Name).toLowerCase();
    if (name !== 'prefix' && name !== 'suffix')
      throw new Error(`filter rule name must be prefix or suffix, got ${name}`);
    filter[name] = text('Value', Value);
  }
  return filter;
}

/** @throws NotSimulated naming a property that is not in `names` */
function known(where: string, value: unknown, names: readonly string[]): Given {
  if (typeof value !== 'object' || value === null) throw new Error(`${where} must be an object`);
  for (const name of Object.keys(value)) if (!names.includes(name)) throw new NotSimulated(`${where}.${name}`);
  return value as Given;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: unknown): string[] {
  return list(value).map((entry) => text('list', entry));
}

function text(where: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} must be text`);
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : text('property', value);
}

function optionalNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
