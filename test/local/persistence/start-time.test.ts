import { afterEach, beforeEach, expect, test } from 'vitest';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import { call, live, temporaryFolder } from './scene.ts';

const messages = 100_000;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:deep';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

test('a queue of 100,000 messages is there again within three seconds', { timeout: 90_000 }, async () => {
  const { cloud, persistence } = await live(folder.path);
  createQueue(cloud.sqs, { QueueName: 'deep' }, call);
  const MessageBody = JSON.stringify({ orderId: 'order', text: 'x'.repeat(100) });
  for (let each = 0; each < messages; each += 1) cloud.sqs.send(queueArn, { MessageBody }, call);
  await persistence.close();
  for (const from of ['log', 'snapshot']) {
    // Time of the processor, so that other tests on the machine do not count.
    const started = process.cpuUsage();
    const again = await live(folder.path);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1000, `milliseconds from the ${from}`).toBeLessThan(3000);
    expect(again.cloud.sqs.depth(queueArn)!.visible).toBe(messages);
    await again.persistence.compact();
    await again.persistence.close();
  }
});
