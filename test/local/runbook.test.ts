import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneNamed, workQueues, type WorkQueue } from '../../bin/spillway/stack/queues.ts';
import { connectorOf } from '../../bin/spillway/stack/connection.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { spillwayOn, type Ran } from '../bin/account.ts';
import { orderCompleted, orderId } from '../bin/messages.ts';
import { startEmbedded, type Embedded } from '../journeys/embedded.ts';
import { eventually } from '../journeys/target.ts';

const page = readFileSync(join(repositoryRoot, 'docs/runbook.md'), 'utf8');
const sections = new Map(
  page.split(/^## /m).map((section) => [section.slice(0, section.indexOf('\n')), section.replaceAll(/\s+/g, ' ')]),
);

/** Where the alarm of a queue's depth begins. */
const deep = 1000;

const stuckRow = {
  aggregateId: 'drill',
  sequence: 10,
  messageId: '11111111-1111-5111-8111-111111111111',
  eventType: 'order.drilled',
  body: '{}',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: 4_000_000_000,
  unsentShard: '1',
};

/** A cause that rings the alarms of sections, and what the page says to do about it. */
interface Drill {
  readonly sections: readonly string[];
  readonly cause: string;
  readonly plant: () => Promise<unknown>;
  /** Done each minute. */
  readonly meanwhile?: () => Promise<unknown>;
  /** It tells what happened rather than what is: its alarm may end, and come again, before anybody acts. */
  readonly passes?: true;
  readonly follow: () => Promise<unknown>;
}

describe('who follows the runbook ends the alarm', () => {
  let stack: Embedded;
  let audit: string;
  let connector: ReturnType<typeof connectorOf>;
  beforeAll(async () => {
    stack = await startEmbedded();
    connector = connectorOf({ endpoint: stack.runtime.awsUrl });
    audit = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  afterAll(async () => {
    connector.close();
    rmSync(audit, { recursive: true });
    await stack.stop();
  });

  const says = (section: string, line: string): void => expect(sections.get(section)).toContain(line);

  /** Types a line of the page, its placeholders filled in. */
  async function type(section: string, line: string, given: Readonly<Record<string, string>> = {}, ...more: string[]) {
    says(section, `spillway ${line}`);
    const words = line.split(' ').map((word) => given[word] ?? word);
    const changes = /^dlq (redrive|drop)|^breaker \w+ /.test(line) ? ['--yes', '--audit', audit] : [];
    const ran: Ran = await spillwayOn(stack.runtime.awsUrl, ...words, ...changes, ...more);
    expect(ran.code, ran.errors).toBe(0);
    return ran.out;
  }

  const ringing = (section: string): string[] =>
    [...stack.runtime.cloud.cloudwatch.store.alarms.values()]
      .filter(({ state, input }) => state.value === 'ALARM' && input.AlarmDescription?.endsWith(`#${section}`))
      .map(({ name }) => name);

  const minutesUntil = (what: string, holds: () => boolean | Promise<boolean>) =>
    eventually(what, async () => (await holds()) || stack.passTime(60).then(() => false), 60);

  const queue = async (word: string): Promise<WorkQueue> => oneNamed(await workQueues(await connector.connect()), word);

  async function mappingOf(arn: string): Promise<EventSourceMappingConfiguration> {
    const input = { EventSourceArn: arn };
    const { EventSourceMappings } = await stack.lambda.send(new ListEventSourceMappingsCommand(input));
    return EventSourceMappings![0]!;
  }

  async function turn(word: string, Enabled: boolean): Promise<void> {
    const { arn } = await queue(word);
    const { UUID } = await mappingOf(arn);
    await stack.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    const State = Enabled ? 'Enabled' : 'Disabled';
    await eventually(`the mapping is ${State}`, async () => (await mappingOf(arn)).State === State);
  }

  async function policyOf(QueueUrl: string): Promise<string> {
    const { Attributes } = await stack.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
    );
    return Attributes!['Policy']!;
  }

  const order = (key: string): Promise<unknown> =>
    stack.api('POST', '/orders', {
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ customerId: 'ada', items: [{ sku: 'tea', quantity: 1 }] }),
    });

  const faults = (rules: readonly object[]): Promise<unknown> =>
    fetch(`${stack.runtime.awsUrl}/_spillway/faults`, { method: 'PUT', body: JSON.stringify({ rules }) });

  let policy = '';

  const drills: readonly Drill[] = [
    {
      sections: ['dead-letter-queue'],
      cause: 'a body that is not JSON',
      plant: async () => {
        const { url } = await queue('vip');
        const message = { MessageBody: '{"not json', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
        await stack.sqs.send(new SendMessageCommand({ QueueUrl: url, ...message }));
      },
      follow: async () => {
        const section = 'dead-letter-queue';
        expect(await type(section, 'dlq stats')).toContain('invalid-json');
        const id = /^ {2}([0-9a-f]{8}) /m.exec(await type(section, 'dlq list'))![1]!;
        expect(await type(section, 'dlq show ID', { ID: id })).toContain('attempt 1');
        expect(await type(section, 'dlq redrive Q --dry-run', { Q: 'vip' })).toContain('returns');
        await type(section, 'dlq drop Q --reason invalid-json', { Q: 'vip' });
      },
    },
    {
      sections: ['dead-letter-queue'],
      cause: 'a provider that refused for a while',
      plant: async () => {
        await stack.behave('mail', [{ operation: 'send', fail: 422 }]);
        await order('refused');
      },
      follow: async () => {
        await stack.behave('mail', []);
        await type('dead-letter-queue', 'dlq redrive Q', { Q: 'confirmations' });
      },
    },
    {
      sections: ['undelivered-events'],
      cause: 'a queue whose policy lets its topic in no more',
      plant: async () => {
        const { url } = await queue('sales');
        policy = await policyOf(url);
        await stack.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: '' } }));
        await order('undelivered');
      },
      follow: async () => {
        const section = 'undelivered-events';
        // The relay and its sweeper may both have published it.
        expect(await type(section, 'queues')).toMatch(/^Orders-SalesQueue.* 0\+[1-9]$/m);
        expect(await type(section, 'dlq list')).toContain('Orders-SalesQueue (undelivered)');
        says(section, 'aws sqs get-queue-attributes --queue-url $QUEUE_URL --attribute-names Policy');
        const { url } = await queue('sales');
        await stack.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: policy } }));
        await type(section, 'dlq redrive Q --undelivered', { Q: 'sales' });
      },
    },
    {
      sections: ['backlog', 'age-of-oldest-message'],
      cause: 'a consumer that somebody turned off',
      plant: async () => {
        await turn('sales', false);
        const { arn } = await queue('sales');
        const { sqs, iam } = stack.runtime.cloud;
        const call = { caller: iam.root, requestId: 'drill', authorize: () => undefined };
        for (let number = 0; number < deep; number++)
          sqs.send(arn, { MessageBody: orderCompleted(orderId(number)) }, call);
      },
      follow: async () => {
        expect(await type('backlog', 'queues')).toMatch(/^Orders-SalesQueue +\d{4} .* never/m);
        says('backlog', 'aws lambda update-event-source-mapping --uuid $UUID --enabled');
        await turn('sales', true);
      },
    },
    {
      sections: ['outbox'],
      cause: 'a row to a destination that is not there',
      plant: () =>
        stack.dynamodb.send(
          new PutCommand({ TableName: stack.outputs['OutboxTable']!, Item: { ...stuckRow, destination: 'nowhere' } }),
        ),
      follow: async () => {
        says('outbox', 'aws dynamodb scan --table-name $OUTBOX_TABLE --index-name unsent');
        const TableName = stack.outputs['OutboxTable']!;
        const { Items } = await stack.dynamodb.send(new ScanCommand({ TableName, IndexName: 'unsent' }));
        expect(Items).toMatchObject([{ destination: 'nowhere' }]);
        const { aggregateId, sequence } = stuckRow;
        await stack.dynamodb.send(
          new UpdateCommand({
            TableName,
            Key: { aggregateId, sequence },
            UpdateExpression: 'SET destination = :events',
            ExpressionAttributeValues: { ':events': 'events' },
          }),
        );
      },
    },
    {
      sections: ['function'],
      cause: 'a function that dies whenever it is called',
      plant: () => faults([{ action: 'lambda:Invoke', function: 'quotes-get', effect: 'crash' }]),
      meanwhile: () => stack.api('GET', `/quotes/${orderId(1)}`),
      follow: () => faults([]),
    },
    {
      sections: ['circuit-breaker'],
      cause: 'a payment provider that is down',
      passes: true,
      plant: async () => {
        await stack.behave('payment', [{ operation: 'charge', fail: 503 }]);
        await Promise.all(Array.from({ length: 8 }, (_, index) => order(`outage-${index}`)));
      },
      follow: async () => {
        expect(await type('circuit-breaker', 'breaker')).toMatch(/^payment +(HALF_)?OPEN /m);
        await stack.behave('payment', []);
        await type('circuit-breaker', 'breaker payment close');
        await minutesUntil('the breaker is closed', async () =>
          /CLOSED/.test(await type('circuit-breaker', 'breaker')),
        );
      },
    },
  ];

  test('every section that an alarm links to is among them', () => {
    const linked = [...stack.runtime.cloud.cloudwatch.store.alarms.values()].flatMap(
      ({ input }) => /#([\w-]+)$/.exec(input.AlarmDescription ?? '')?.[1] ?? [],
    );
    expect([...new Set(linked)].toSorted()).toEqual(
      [...new Set(drills.flatMap(({ sections: those }) => those))].toSorted(),
    );
  });

  test.each(drills)('$cause: rings on until somebody follows $sections', { timeout: 120_000 }, async (drill) => {
    const { sections: those, plant, meanwhile, passes, follow } = drill;
    const rings = (): boolean => those.every((section) => ringing(section).length > 0);
    await plant();
    await minutesUntil('it rings', async () => {
      await meanwhile?.();
      return rings();
    });
    for (let minute = 0; minute < 5; minute++) {
      await meanwhile?.();
      await stack.passTime(60);
    }
    expect(rings() || passes === true).toBe(true);
    await follow();
    await minutesUntil('it rings no more', () => !those.some((section) => ringing(section).length > 0));
  });
});
