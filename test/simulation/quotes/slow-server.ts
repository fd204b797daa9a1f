import { envelope } from '../../../lambdas/messaging/envelope.ts';
import { items, rootCall } from '../tables.ts';
import type { World } from '../world.ts';

interface Waiting {
  readonly requestId: string;
  readonly reply?: unknown;
}

/** Answers what was never answered, long after anybody waits for it: a server that minds no deadline. */
export function answerLate(world: World): void {
  const { cloud, clock, outputs } = world;
  for (const { requestId, reply } of items<Waiting>(cloud, outputs['RepliesTable']!)) {
    if (reply !== undefined) continue;
    const answer = envelope({
      type: 'quote.answered',
      subject: requestId,
      transition: '1',
      data: { requestId, outcome: 'QUOTED', items: [] },
      cause: { correlationId: requestId, causationId: requestId },
      at: clock.now(),
    });
    cloud.sqs.send(repliesOf(world), { MessageBody: JSON.stringify(answer) }, rootCall(cloud));
    world.plan.count('late-replay');
  }
}

function repliesOf({ cloud }: World): string {
  return cloud.sqs
    .queues()
    .find(({ name, deadLetterTargetArn }) => name.includes('Replies-Queue') && deadLetterTargetArn)!.arn;
}
