import type { Context, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { protectedMappingSchema } from '../../contracts/breaker.ts';
import { due, type BreakerRow } from '../messaging/breaker/row.ts';
import { breakerStore } from '../messaging/breaker.ts';
import { clock } from '../messaging/clock.ts';
import { required } from '../messaging/environment.ts';
import { invocation } from '../messaging/invocation.ts';
import { flushCounters, log } from '../messaging/log.ts';
import { countTransitions } from './breaker-transitions.ts';
import { turnTap } from './breaker-tap.ts';

const store = breakerStore();
const mappings = z.array(protectedMappingSchema).parse(JSON.parse(required('breakerMappings')));

/** What an operator may ask for. */
interface Order {
  /** Open it, although nothing has failed. */
  readonly open?: true;
}

function ordered({ open }: Order, { state }: BreakerRow): ReturnType<typeof due> {
  return open === true && state === 'CLOSED' ? { to: 'OPEN', reason: 'operator' } : undefined;
}

/**
 * The breaker's other half, run each minute and at each transition. It does what no call does (an open breaker is
 * half-opened, a probe that fell silent has failed) and then turns every event source mapping to where the state wants
 * it, whoever turned it elsewhere: a deployment, an operator, or a run of its own that came too early.
 */
export const handler = (event: Partial<DynamoDBStreamEvent> & Order, context: Context): Promise<void> =>
  invocation.run(context, async () => {
    countTransitions(event.Records ?? []);
    const row = await store.read();
    const next = ordered(event, row) ?? due(row, clock.now(), store.policy);
    if (next !== undefined && (await store.move(row, next.to, next.reason))) {
      log.warn('breaker moved', { subject: row.breaker, status: next.to, reason: next.reason });
    }
    await turnTap((next === undefined ? row : await store.read()).state, mappings);
    flushCounters();
  });
