import type { QueueSource } from '../../local/services/lambda/mappings/queue-source.ts';
import { rootCall } from './tables.ts';
import type { World } from './world.ts';

/** The queues as mappings meet them on a bad day: deletions that never arrive, messages that two workers get. */
export function faultyQueues(inner: QueueSource, world: World): QueueSource {
  return {
    describe: (queueArn) => inner.describe(queueArn),
    onAvailable: (queueArn, listener) => inner.onAvailable(queueArn, listener),
    receive(queueArn, most, role) {
      const messages = inner.receive(queueArn, most, role);
      for (const { ReceiptHandle } of messages) {
        if (world.plan.strikes('two-workers')) showAgain(world, queueArn, ReceiptHandle);
      }
      return messages;
    },
    delete(queueArn, receiptHandles, role) {
      const arriving = receiptHandles.filter(() => !world.plan.strikes('lost-delete'));
      if (arriving.length > 0) inner.delete(queueArn, arriving, role);
    },
  };
}

/** The visibility timeout runs out early, as if the worker had stalled: a second one gets the message too. */
function showAgain({ clock, cloud, plan }: World, queueArn: string, receiptHandle: string): void {
  clock.schedule(clock.now() + plan.between(0, 5000), () => {
    try {
      cloud.sqs.changeVisibility(queueArn, receiptHandle, 0, rootCall(cloud));
    } catch {
      // It was done with meanwhile: nothing to show again.
    }
  });
}
