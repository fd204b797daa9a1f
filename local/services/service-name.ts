import { bucketInHost } from './s3/rest/target.ts';
import type { WireRequest } from './service.ts';

type Head = Omit<WireRequest, 'body'> & { readonly body?: Buffer };

/** Prefixes of `X-Amz-Target` by signing name, also for services that are not simulated, to name them. */
const targets: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AmazonSSM: 'ssm',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
  GraniteServiceVersion20100801: 'monitoring',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'logs',
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
};

/** Versions of query APIs by signing name: `Action=Publish&Version=2010-03-31`. */
const versions: Readonly<Record<string, string>> = {
  '2010-03-31': 'sns',
  '2010-05-08': 'iam',
  '2010-08-01': 'monitoring',
  '2011-06-15': 'sts',
  '2012-11-05': 'sqs',
};

const form = 'application/x-www-form-urlencoded';

export interface Signed {
  readonly accessKeyId: string;
  readonly service: string;
}

/**
 * Who signed a request and for which service: from `Credential=KEY/DATE/REGION/SERVICE/aws4_request` in the header or,
 * presigned, in the query; S3's older `AWS KEY:SIGNATURE` too. Read from its end, as key ids are opaque.
 */
export function signedBy({ headers, query }: Head): Signed | undefined {
  const header = headers['authorization'];
  if (header?.startsWith('AWS ') === true)
    return { accessKeyId: header.slice(4, header.lastIndexOf(':')), service: 's3' };
  const start = header?.indexOf('Credential=') ?? -1;
  let scope: string | null = null;
  if (start !== -1) {
    const end = header!.indexOf(',', start);
    scope = header!.slice(start + 'Credential='.length, end === -1 ? undefined : end).trim();
  } else if (query.size > 0) scope = query.get('X-Amz-Credential');
  if (scope === null) return undefined;
  const terminator = scope.lastIndexOf('/');
  const service = scope.lastIndexOf('/', terminator - 1);
  const region = scope.lastIndexOf('/', service - 1);
  const date = scope.lastIndexOf('/', region - 1);
  if (date < 1) return undefined;
  return { accessKeyId: scope.slice(0, date), service: scope.slice(service + 1, terminator) };
}

/** The service that an unsigned request is for, by the shape of its protocol; undefined where it has none. */
export function unsignedService(request: Head): string | undefined {
  const { headers, path, query } = request;
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const prefix = target.slice(0, target.lastIndexOf('.'));
    return targets[prefix] ?? prefix;
  }
  if (headers['content-type']?.startsWith(form) === true)
    return queryService(new URLSearchParams(request.body?.toString()));
  if (query.has('Action')) return queryService(query);
  if (path.startsWith('/service/GraniteServiceVersion20100801/')) return 'monitoring';
  if (/^\/20\d\d-\d\d-\d\d\/(functions|event-source-mappings|layers|tags|account-settings)/.test(path)) return 'lambda';
  // Forms, preflights and public objects come unsigned, and are about a bucket.
  return path === '/' && bucketInHost(request) === undefined ? undefined : 's3';
}

/** Links in SNS messages to HTTP subscribers leave the version out. */
function queryService(parameters: URLSearchParams): string | undefined {
  const version = parameters.get('Version');
  if (version !== null) return versions[version];
  return parameters.has('Action') ? 'sns' : undefined;
}
