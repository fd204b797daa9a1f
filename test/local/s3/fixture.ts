import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { memoryBlobs, type BlobStore } from '../../../local/services/s3/bodies/blob-store.ts';
import { S3 } from '../../../local/services/s3/s3.ts';
import { S3Service } from '../../../local/services/s3/s3-service.ts';
import { clientOptions } from '../sdk.ts';
import type { Call, JournalEntry, WireRequest, WireResponse } from '../../../local/services/service.ts';

export interface Delivered {
  readonly kind: 'topic' | 'queue' | 'function';
  readonly arn: string;
  readonly message: string;
}

/** An S3 of its own with a stock client. Deliveries go to `delivered`, unless `refuse` throws. */
export function newS3(options: { region?: string; blobs?: BlobStore; authorize?: Call['authorize'] } = {}) {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const delivered: Delivered[] = [];
  const control: { refuse?: (kind: string) => void } = {};
  const deliver = (kind: Delivered['kind']) => (arn: string, message: string) => {
    control.refuse?.(kind);
    delivered.push({ kind, arn, message });
  };
  const surroundings = {
    clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: options.region ?? 'us-east-1',
    endpoint: 'http://localhost:4566',
    journal: (entry: JournalEntry) => void journal.push(entry),
  };
  const s3 = new S3(surroundings, {
    blobs: options.blobs ?? memoryBlobs(),
    topic: deliver('topic'),
    queue: deliver('queue'),
    function: deliver('function'),
    secretOf: (accessKeyId) => (accessKeyId === 'AKIAIOSFODNN7EXAMPLE' ? 'secret' : undefined),
  });
  const service = new S3Service(s3);
  const client = new S3Client({
    ...clientOptions(service, options.authorize === undefined ? {} : { authorize: options.authorize }),
    region: surroundings.region,
    endpoint: 'http://localhost:4566',
    forcePathStyle: true,
  });
  const send = (request: Partial<WireRequest> & { url?: string }): Promise<WireResponse> => {
    const url = new URL(request.url ?? '/', 'http://localhost:4566');
    return service.handle(
      {
        method: 'GET',
        path: url.pathname,
        query: url.searchParams,
        body: Buffer.alloc(0),
        ...request,
        headers: { host: url.host, ...request.headers },
      },
      { caller: { principal: 'anonymous' }, requestId: 'raw', authorize: () => undefined },
    );
  };
  return { s3, service, client, clock, journal, delivered, control, send };
}

/** The same, with a bucket in it. */
export async function withBucket(name: string) {
  const made = newS3();
  await made.client.send(new CreateBucketCommand({ Bucket: name }));
  return made;
}

/** The error of a command that must fail. */
export async function failure(
  run: Promise<unknown>,
): Promise<Error & { $metadata?: { httpStatusCode?: number }; $response?: { headers: Record<string, string> } }> {
  try {
    await run;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the command succeeded');
}
