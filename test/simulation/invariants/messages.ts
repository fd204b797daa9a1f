import type { World } from '../world.ts';
import { lanes } from '../mischief.ts';
import { items } from '../tables.ts';

/** I6: a body that no handler can read is set aside after one receive, with its reason, unless the queue itself was hit. */
export function poisonSetAside(world: World): string[] {
  const sent = world.history.of('sqs', 'sent').filter(({ body }) => String(body).startsWith('{"poison"'));
  const copies = lanes(world).flatMap(({ deadLetterTargetArn }) => world.cloud.sqs.browse(deadLetterTargetArn!));
  return sent
    .filter(({ resource }) => lanes(world).some(({ arn }) => arn === resource))
    .flatMap(({ body }) =>
      copies.some((copy) => copy.body === body) ? [] : [`${String(body)} is in no dead-letter queue`],
    );
}

/** I6: what a consumer says it set aside has a copy in a dead-letter queue, sent from there since or not. */
export function setAsideWithCopy(world: World): string[] {
  const targets = new Set(world.cloud.sqs.queues().map(({ deadLetterTargetArn }) => deadLetterTargetArn));
  const copies = world.history.of('sqs', 'sent').filter(({ resource }) => targets.has(resource));
  const bodies = new Map(world.history.of('sqs', 'received').map((entry) => [entry['messageId'], entry['body']]));
  return world.history.logs
    .filter(({ message }) => message === 'message set aside')
    .map(({ fields }) => String(fields['messageId']))
    .filter((messageId) => !copies.some((copy) => copy['body'] === bodies.get(messageId)))
    .map((messageId) => `${messageId} was set aside without a copy`);
}

/** I7: nothing is left unsent. */
export function everythingSent(world: World): string[] {
  return items<{ aggregateId: string; eventType: string; unsentShard?: string }>(
    world.cloud,
    world.outputs['OutboxTable']!,
  )
    .filter(({ unsentShard }) => unsentShard !== undefined)
    .map(({ aggregateId, eventType }) => `${eventType} of ${aggregateId} was never sent`);
}

/** I11: no message is received more often than its queue allows. */
export function boundedRetries(world: World): string[] {
  return world.cloud.sqs.queues().flatMap(({ arn, name }) => {
    const queue = world.cloud.sqs.queueByArn(arn)!;
    const limit = queue.settings.redrivePolicy?.maxReceiveCount ?? Infinity;
    const over = world.history
      .of('sqs', 'received')
      .filter((entry) => entry.resource === arn && Number(entry['receiveCount']) > limit);
    return over.map(
      (entry) => `${name}: ${String(entry['messageId'])} was received ${String(entry['receiveCount'])} times`,
    );
  });
}

/** I14: what came in is what went out and what is there. */
export function messagesConserved(world: World): string[] {
  return world.cloud.sqs.queues().flatMap(({ name, visible, inFlight, delayed, counters }) => {
    const came = counters.sent + counters.movedIn + counters.deadLetteredIn;
    const went = counters.deleted + counters['dead-lettered'] + counters.expired + counters.purged + counters.moved;
    const there = visible + inFlight + delayed;
    const faults = [];
    if (came !== went + there) faults.push(`${name}: ${came} came in, ${went} went out, ${there} are there`);
    if (counters.expired > 0) faults.push(`${name}: ${counters.expired} expired`);
    return faults;
  });
}
