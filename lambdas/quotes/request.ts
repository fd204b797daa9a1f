import { requestQuoteSchema } from '../../contracts/quotes.ts';
import { causeOf, ownerOf } from '../http/caller.ts';
import { unlessContended } from '../http/contention.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { idempotencyKey, jsonBody } from '../http/request.ts';
import { awaitReply } from '../messaging/await-reply.ts';
import { clock, timestamp } from '../messaging/clock.ts';
import { requiredCount } from '../messaging/environment.ts';
import { contentHash, derivedId } from '../messaging/ids.ts';
import { log } from '../messaging/log.ts';
import { ReplyStore, type Asked } from '../messaging/reply-store.ts';
import { replyTo, requested, requestsDestination } from './quote-messages.ts';
import { view } from './quote.ts';

const store = new ReplyStore();
const waitSeconds = requiredCount('replyWaitSeconds');
const deadlineSeconds = requiredCount('replyDeadlineSeconds');

/** `POST /quotes` → 200 with the quote, or 202 where it is not there yet: `GET /quotes/{id}` has it later. */
export const handler = endpoint(async (event) => {
  const now = clock.now();
  const owner = ownerOf(event);
  const requestId = derivedId('quote', owner ?? '', idempotencyKey(event));
  const request = jsonBody(event, requestQuoteSchema);
  const cause = causeOf(event);
  const deadline = timestamp(now + deadlineSeconds * 1000);
  const asked: Asked = {
    requestId,
    requestHash: contentHash(request),
    deadline,
    ...(owner !== undefined && { owner }),
  };
  const message = requested({ requestId, replyTo, deadline }, request, cause, now);
  // One caller's burst of questions must not keep the others waiting.
  const fairness = owner !== undefined && { fairGroup: derivedId('owner', owner) };
  const outgoing = { destination: requestsDestination, message, ...fairness };
  const existing = await unlessContended(() => store.ask(asked, outgoing));
  if (existing !== undefined && existing.requestHash !== asked.requestHash) throw new Problem('idempotency-key-reused');
  const current = existing ?? asked;
  const until = Math.min(now + waitSeconds * 1000, Date.parse(current.deadline));
  const quote = view(await awaitReply(store, current, until), clock.now());
  log.info('quote requested', { subject: requestId, status: quote.status, correlationId: cause.correlationId });
  const status = quote.status === 'WAITING' ? 202 : 200;
  return { status, body: quote, headers: { location: `/quotes/${requestId}` } };
});
