import type { Scenario } from './scenario.ts';
import { backoff } from './scenarios/backoff.ts';
import { batching } from './scenarios/batching.ts';
import { breaker } from './scenarios/breaker.ts';
import { claimCheck } from './scenarios/claim-check.ts';
import { deadLetters } from './scenarios/dead-letters.ts';
import { deduplication } from './scenarios/deduplication.ts';
import { delays } from './scenarios/delays.ts';
import { fifo } from './scenarios/fifo.ts';
import { idempotency } from './scenarios/idempotency.ts';
import { loadLevelling } from './scenarios/load-levelling.ts';
import { outbox } from './scenarios/outbox.ts';
import { pointToPoint } from './scenarios/point-to-point.ts';
import { priority } from './scenarios/priority.ts';
import { pubSub } from './scenarios/pub-sub.ts';
import { requestReply } from './scenarios/request-reply.ts';

/** Every scenario, in the order of the guide. */
export const scenarios: readonly Scenario[] = [
  pointToPoint,
  pubSub,
  outbox,
  requestReply,
  priority,
  deadLetters,
  idempotency,
  deduplication,
  backoff,
  batching,
  claimCheck,
  breaker,
  loadLevelling,
  delays,
  fifo,
];
