/** A process to be killed: queues and tables on a data folder, on a port that it prints. */
import { join } from 'node:path';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { freshSeed, seededRandom } from '../../../local/clock/random.ts';
import { clockPage } from '../../../local/console/clock-page.ts';
import { json } from '../../../local/console/routes.ts';
import { durableBlobs, openData } from '../../../local/persistence/open-data.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { DynamoDbService } from '../../../local/services/dynamodb/dynamodb-service.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen } from '../../../local/services/http-server.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import type { Persistence } from '../../../local/persistence/persistence.ts';

const folder = process.argv[2]!;
const clock = new RealClock();
const data = openData(folder);
let persistence: Persistence;
const cloud = createCloud(
  {
    clock,
    random: seededRandom(freshSeed()),
    accountId: '000000000000',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    journal: () => undefined,
  },
  {
    environments: () => ({ invoke: async () => ({ kind: 'ok', payload: 'null' }), stop: () => undefined }),
    blobs: durableBlobs(join(folder, 'objects'), () => persistence.committed()),
  },
);
persistence = await data.restore(cloud, clock, (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
const gateway = new Gateway([new SqsService(cloud.sqs), new DynamoDbService(cloud.dynamodb)], {
  callerOf: () => cloud.iam.root,
  authorizerFor: () => () => undefined,
  nextRequestId: () => 'r',
});
const server = await listen(0, async (request) => {
  if (request.path === '/clock') return json(200, await clockPage(clock, 1, request));
  const response = await gateway.handle(request);
  await persistence.committed();
  // Often, so that kills fall into it too.
  if (cloud.sqs.queues()[0]?.visible === 200) void persistence.compact();
  return response;
});
process.stdout.write(`${server.port}\n`);
