import { RealClock } from '../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen } from '../../../local/services/http-server.ts';
import { memoryBlobs, type BlobStore } from '../../../local/services/s3/bodies/blob-store.ts';
import { S3Service } from '../../../local/services/s3/s3-service.ts';
import { provision, type Provisioned } from '../../../local/template/provision.ts';
import { resourceTypes } from '../../../local/template/resource-types.ts';
import type { Template } from '../../../local/template/template.ts';

/** An account without functions, its S3 served over HTTP to whoever comes; bodies in memory unless told. */
export async function startAccount(blobs: BlobStore = memoryBlobs()) {
  const account = { accountId: '123456789012', region: 'us-east-1' };
  const random = seededRandom(1);
  const clock = new RealClock();
  const surroundings = { ...account, clock, random, endpoint: 'http://127.0.0.1', journal: () => undefined };
  const cloud = createCloud(surroundings, {
    environments: () => {
      throw new Error('no functions here');
    },
    blobs,
  });
  const gateway = new Gateway([new S3Service(cloud.s3)], {
    callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
    authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
    nextRequestId: () => random.uuid(),
  });
  const server = await listen(0, (request) => gateway.handle(request), {
    streams: (request) => gateway.serviceOf(request)?.streaming === true,
  });
  return {
    cloud,
    url: `http://127.0.0.1:${server.port}`,
    deploy: (template: Template): Promise<Provisioned> =>
      provision(template, cloud, resourceTypes, { ...account, stackName: 'Shop' }),
    async stop() {
      await server.close();
      clock.stop();
    },
  };
}
