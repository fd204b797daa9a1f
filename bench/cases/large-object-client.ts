import { Readable } from 'node:stream';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** Puts one object and gets it back, from a process of its own: `ENDPOINT BYTES`. */
const [endpoint, size] = process.argv.slice(2) as [string, string];
const s3 = new S3Client({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  forcePathStyle: true,
});
const object = { Bucket: 'bench', Key: 'large' };
const ContentLength = Number(size);

function* bytes(): Generator<Buffer> {
  const chunk = Buffer.alloc(1024 ** 2, 'x');
  for (let left = ContentLength; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
const putAt = performance.now();
await s3.send(new PutObjectCommand({ ...object, Body: Readable.from(bytes()), ContentLength }));
const gotAt = performance.now();
const { Body } = await s3.send(new GetObjectCommand(object));
let received = 0;
for await (const chunk of Body as Readable) received += (chunk as Buffer).length;
if (received !== ContentLength) throw new Error(`${received} of ${size} bytes came back`);
process.stdout.write(JSON.stringify({ put: gotAt - putAt, get: performance.now() - gotAt }));
