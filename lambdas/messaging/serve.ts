import * as z from 'zod/mini';
import type { Envelope } from '../../contracts/envelope.ts';
import type { Message } from '../../contracts/messages.ts';
import { clock } from './clock.ts';
import { consume } from './consume.ts';
import type { Consume } from './consume/consumer.ts';
import type { Received } from './consume/received.ts';
import { required } from './environment.ts';
import { Reject } from './errors.ts';
import { count } from './log.ts';
import { sendBatch } from './produce.ts';

export interface RequestData {
  readonly requestId: string;
  readonly replyTo: string;
  readonly deadline: string;
}

export interface ServeOptions<Request extends Envelope<RequestData>> {
  readonly schema: z.ZodMiniType<Request>;
  /** Works the answer out. It may run more than once for a request, so it changes nothing. */
  readonly answer: (request: Request, received: Received) => Promise<Message>;
  /** The answer where there will be none, so that nobody waits in vain. */
  readonly refuse: (request: Request, reason: string, received: Received) => Message;
}

/**
 * The server's side of request-reply: answers each request once or more on the queue that it names, before it
 * acknowledges. A request whose deadline is over is dropped, since nobody waits for it any more.
 *
 * @throws Error at load, naming an environment variable that is not set
 */
export function serve<Request extends Envelope<RequestData>>(options: ServeOptions<Request>): Consume {
  const queues = z.record(z.string(), z.string()).parse(JSON.parse(required('replyQueues')));
  const reply = async ({ data }: Request, answer: Message): Promise<void> => {
    if (!Object.hasOwn(queues, data.replyTo))
      throw new Reject('The request wants its reply where no replies go', { reason: 'unknown-reply-to' });
    await sendBatch(queues[data.replyTo]!, [{ body: JSON.stringify(answer) }]);
  };
  return consume({
    schema: options.schema,
    handle: async (request, received) => {
      if (Date.parse(request.data.deadline) < clock.now()) return count('RequestsExpired');
      await reply(request, await options.answer(request, received));
    },
    setAside: async (request, { reason }, received) => {
      if (reason !== 'unknown-reply-to') await reply(request, options.refuse(request, reason, received));
    },
  });
}
