import { invalidAddress, queueDoesNotExist } from '../errors.ts';
import { queueNameOf } from '../queue-name.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

/** Finds a request's queue. Who may not act on it is not told whether it exists. */
export function queueOf(sqs: Sqs, queueUrl: string | undefined, action: string, call: Call): Queue {
  const queue = queueNamed(sqs, queueNameOf(queueUrl), action, call);
  if (queue !== undefined) return queue;
  throw namesQueue(queueUrl!) ? queueDoesNotExist() : invalidAddress(queueUrl!);
}

/** @returns undefined where there is none, to a caller who may know that */
export function queueNamed(sqs: Sqs, name: string, action: string, call: Call): Queue | undefined {
  const queue = sqs.queueByName(name);
  call.authorize({ action: `sqs:${action}`, resource: sqs.arnOf(name), policy: queue?.settings.policy });
  return queue;
}

/** Whether a text is a URL, or the path of one, and does not end before the name. */
function namesQueue(queueUrl: string): boolean {
  return /^(https?:\/)?\/.*[^/]$/.test(queueUrl);
}
