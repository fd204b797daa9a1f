import { defaultAttributes, mergeAttributes, readAttributes, type Attributes } from './attributes.ts';
import { invalidParameter, queueDeletedRecently, queueNameExists, queueNameMissing } from './errors.ts';
import { checkTags } from './tags.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';

export interface NewQueue {
  readonly name: string | undefined;
  readonly attributes: Attributes;
  readonly tags: Readonly<Record<string, string>>;
}

/** Makes a queue, or gives the one that is there if it has the same attributes. */
export function newQueue(sqs: Sqs, { name, attributes, tags }: NewQueue): Queue {
  if (name === undefined || name === '') throw queueNameMissing();
  const fifo = isFifo(attributes);
  checkName(name, fifo);
  checkTags(name, tags);
  const arn = sqs.arnOf(name);
  const given = readAttributes(attributes, { sqs, queueArn: arn, fifo });
  const existing = sqs.queueByName(name);
  if (existing !== undefined) {
    const differs = Object.entries(given).find(([key, value]) => (existing.record.attributes[key] ?? '') !== value);
    if (differs !== undefined) throw queueNameExists(differs[0]);
    return existing;
  }
  if (sqs.wasDeletedRecently(name)) throw queueDeletedRecently();
  const now = sqs.now();
  const merged = mergeAttributes(defaultAttributes(fifo), given);
  const queue = sqs.putQueue({ arn, name, fifo, attributes: merged, tags, createdAt: now, modifiedAt: now });
  sqs.report('queue-created', queue, { fifo });
  return queue;
}

/** Makes a queue as a template describes it, or makes the one that is there like that; its messages stay. */
export function deployQueue(sqs: Sqs, wanted: NewQueue): Queue {
  const { name = '', attributes, tags } = wanted;
  const existing = sqs.queueByName(name);
  if (existing === undefined) return newQueue(sqs, wanted);
  const { record } = existing;
  const given = readAttributes(attributes, { sqs, queueArn: record.arn, fifo: record.fifo });
  const merged = mergeAttributes(defaultAttributes(record.fifo), given);
  sqs.putQueue({ ...record, attributes: merged, tags, modifiedAt: sqs.now() });
  sqs.report('queue-changed', existing, { attributes: Object.keys(given) });
  return existing;
}

/** Changes attributes of a queue that exists. */
export function changeAttributes(sqs: Sqs, queue: Queue, attributes: Attributes): void {
  const { record } = queue;
  const given = readAttributes(attributes, { sqs, queueArn: queue.arn, fifo: record.fifo });
  sqs.putQueue({ ...record, attributes: mergeAttributes(record.attributes, given), modifiedAt: sqs.now() });
  sqs.report('queue-changed', queue, { attributes: Object.keys(given) });
}

/** `true` however it is written, as AWS reads it. */
function isFifo(attributes: Attributes): boolean {
  return attributes['FifoQueue']?.toLowerCase() === 'true';
}

function checkName(name: string, fifo: boolean): void {
  if (fifo && !(name.length <= 80 && /^[\w-]+\.fifo$/.test(name))) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!fifo && !/^[\w-]{1,80}$/.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
}
