import type { Clients } from './clients.ts';
import { depthOf, shortName } from './queues.ts';
import { physicalIds, type Stack } from './stack.ts';

/** A queue or bucket that holds something. */
export interface Filled {
  readonly kind: 'queue' | 'bucket';
  readonly name: string;
  /** URL of a queue, name of a bucket. */
  readonly id: string;
  /** Messages; of a bucket, versions of objects, as far as the first page tells. */
  readonly count: number;
  readonly more: boolean;
}

const objectsPerPage = 1000;

/** Everything that `cdk destroy` would lose or stumble over: messages in queues, dead letters too, and objects in buckets. */
export async function filled(stack: Stack, clients: Clients): Promise<readonly Filled[]> {
  const queues = await Promise.all(physicalIds(stack, 'AWS::SQS::Queue').map((url) => queueOf(stack, clients, url)));
  const buckets = await Promise.all(physicalIds(stack, 'AWS::S3::Bucket').map((name) => bucketOf(clients, name)));
  return [...queues, ...buckets].filter(({ count }) => count > 0);
}

async function queueOf(stack: Stack, clients: Clients, url: string): Promise<Filled> {
  const { visible, inFlight, delayed } = await depthOf(await clients.get('sqs'), url);
  const name = shortName(url.split('/').at(-1)!, stack);
  return { kind: 'queue', name, id: url, count: visible + inFlight + delayed, more: false };
}

async function bucketOf(clients: Clients, name: string): Promise<Filled> {
  const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const s3 = await clients.get('s3');
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket: name, MaxKeys: objectsPerPage }));
  const count = (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
  return { kind: 'bucket', name, id: name, count, more: page.IsTruncated === true };
}

export async function emptyQueue(clients: Clients, url: string): Promise<void> {
  const { PurgeQueueCommand } = await import('@aws-sdk/client-sqs');
  await (await clients.get('sqs')).send(new PurgeQueueCommand({ QueueUrl: url }));
}

/**
 * Deletes every version of every object, page by page.
 *
 * @returns how many
 * @throws Error naming the first that could not be deleted
 */
export async function emptyBucket(clients: Clients, name: string): Promise<number> {
  const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const s3 = await clients.get('s3');
  for (let deleted = 0; ;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: name, MaxKeys: objectsPerPage }));
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key: Key!,
      VersionId: VersionId!,
    }));
    if (Objects.length === 0) return deleted;
    const { Errors: [error] = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }),
    );
    if (error !== undefined) throw new Error(`${name}: ${error.Key} was not deleted: ${error.Code}`);
    deleted += Objects.length;
  }
}
