import { Duration, type Stack } from 'aws-cdk-lib';
import { FailureTable } from '../../lib/constructs/failure-table.ts';
import { NodeFunction } from '../../lib/constructs/node-function.ts';
import { Outbox } from '../../lib/constructs/outbox.ts';
import { RequestReply } from '../../lib/constructs/request-reply.ts';
import { spillway, type Line, type Scenario } from '../scenario.ts';
import { span } from '../tell.ts';
import type { Downstream } from '../world/downstream.ts';
import { World } from '../world/world.ts';

const outage = 30_000;
const wait = Duration.seconds(20);

const downstream: Downstream = {
  answer: ({ subject, at }) => (subject === 'cup' && at < outage ? 503 : 200),
};

interface Answer {
  readonly caller: string;
  readonly status: number;
  readonly quoteId: string;
  readonly state: string;
  readonly milliseconds: number;
}

/** Questions over queues, with callers that wait. */
export const requestReply: Scenario = {
  name: 'request-reply',
  summary: 'callers wait for their own replies, some of them in vain',
  setting: `ada asks for the price of tea, bob for that of a cup, for which the pricing service is out for 30 seconds. A caller waits 20 seconds. ada's reply comes twice; another reply is to a question that nobody asked.`,
  page: 'docs/patterns/request-reply.md',
  run: () =>
    World.play({ stack, downstream }, async (world) => {
      const { places, hands, chronicle } = world;
      const answers: Answer[] = [];
      const ask = async (caller: string, sku: string): Promise<void> => {
        const from = world.elapsed;
        world.tell(caller, `asks for ${sku}`);
        const reply = await hands.invoke('quotes-request', question(caller, sku));
        const { quoteId, status: state } = JSON.parse(reply.body) as { quoteId: string; status: string };
        world.tell(caller, `hears ${reply.statusCode} ${state}`);
        answers.push({ caller, status: reply.statusCode, quoteId, state, milliseconds: world.elapsed - from });
      };
      void ask('ada', 'tea');
      void ask('bob', 'cup');
      await world.until(5000);
      const again = chronicle.bodies('quote.answered');
      hands.send(places.Replies, again[0]!);
      hands.send(places.Replies, again[0]!.replaceAll(/"(id|requestId)":"[0-9a-f]{4}/g, '"$1":"ffff'));
      await world.until(outage + 30_000);
      await world.untilDone();
      const [ada, bob] = [of('ada'), of('bob')];
      const later = await world.turning(hands.invoke('quotes-get', lookUp(bob.quoteId)));
      world.tell('bob', `looks again: ${later.statusCode} ${(JSON.parse(later.body) as { status: string }).status}`);
      const dropped = chronicle.logs.filter(({ message }) => message === 'reply dropped');
      function of(name: string): Answer {
        return answers.find(({ caller }) => caller === name)!;
      }
      return {
        sides: [
          {
            name: spillway,
            how: 'One reply queue for all; a collector takes each reply to the request it names; callers wait at that row.',
            timeline: chronicle
              .lines()
              .filter(told)
              .map((line) => ({ ...line, what: named(line.what, answers) })),
          },
        ],
        measures: [
          { what: 'ada waited', values: [span(ada.milliseconds)] },
          { what: 'bob waited, then was told where to look', values: [span(bob.milliseconds)] },
          { what: 'replies dropped', values: [dropped.map(({ fields }) => fields['status']).join(', ')] },
        ],
        claims: [
          { says: 'a caller gets the reply to its own question', holds: ada.status === 200 && ada.state === 'QUOTED' },
          {
            says: 'nobody waits for ever: after 20 seconds it is 202 and a link, and the link has the answer later',
            holds:
              bob.status === 202 &&
              bob.milliseconds < 21_000 &&
              later.statusCode === 200 &&
              later.body.includes('QUOTED'),
          },
          {
            says: 'a reply that comes twice or that nobody asked for changes nothing and is counted',
            holds: dropped.map(({ fields }) => fields['status']).join() === 'duplicate,foreign',
          },
        ],
      };
    }),
};

function told({ who, what }: Line): boolean {
  return !/^(relay|sweep)/.test(who) && !what.startsWith('quote requested');
}

/** Request ids as people call them. */
function named(text: string, answers: readonly Answer[]): string {
  return answers.reduce((what, { quoteId, caller }) => what.replace(quoteId, `${caller}'s`), text);
}

function stack(root: Stack) {
  const outbox = new Outbox(root, 'Outbox');
  const replies = new RequestReply(root, 'Replies', { outbox, failures: new FailureTable(root, 'Failures'), wait });
  replies.serve('Requests', { entry: 'lambdas/toolkit/quote.ts', destination: 'quote-requests', maxConcurrency: 4 });
  const ask = new NodeFunction(root, 'Ask', { entry: 'lambdas/quotes/request.ts', timeout: replies.callerTimeout });
  const look = new NodeFunction(root, 'Look', { entry: 'lambdas/quotes/get.ts' });
  replies.connectCaller(ask);
  replies.connectReader(look);
  for (const fn of [ask, look]) fn.setEnvironment('apiAuthentication', 'none');
  return { Replies: replies.replies.queue };
}

function question(caller: string, sku: string) {
  return {
    headers: { 'content-type': 'application/json', 'idempotency-key': caller },
    body: JSON.stringify({ items: [{ sku, quantity: 1 }] }),
    isBase64Encoded: false,
    requestContext: { requestId: caller },
  };
}

function lookUp(id: string) {
  return { headers: {}, pathParameters: { id }, requestContext: { requestId: 'look' } };
}
