import { describe, expect, test } from 'vitest';
import { claimThresholdBytes } from '../../contracts/claims.ts';
import { invoiceClaimableSchema, invoiceFiledSchema, type Invoice } from '../../lab/lambdas/invoice.ts';
import type { Downstream } from '../../lab/world/downstream.ts';
import { claimCheckStack, filing, invoice, invoiceBody } from '../../lab/world/invoices.ts';
import { World, type WorldOptions } from '../../lab/world/world.ts';

const [second, day] = [1000, 86_400_000];
type Places = 'Tasks' | 'DeadLetters' | 'Claims';

/** The producer, the queue and the consumer of the lab, as a test needs them. */
async function play<Told>(
  watch: (till: Till) => Promise<Told>,
  options: Omit<WorldOptions<Places>, 'stack'> = {},
): Promise<Told> {
  return World.play({ stack: claimCheckStack, ...options }, (world) => watch(new Till(world)));
}

class Till {
  readonly world: World<Places>;

  constructor(world: World<Places>) {
    this.world = world;
  }

  file(data: Invoice): Promise<unknown> {
    return this.world.turning(this.world.hands.invoke('producers-invoice', filing(data)));
  }

  /** Lets the queue work for so long. */
  wait(milliseconds: number): Promise<void> {
    return this.world.until(this.world.elapsed + milliseconds);
  }

  /** Lets days pass in which nothing is received: empty polls and quiet minutes take their time though it is virtual. */
  async waitIdle(days: number): Promise<void> {
    const { lambda } = this.world.cloud;
    const poll = (enabled: boolean): void => {
      for (const mapping of lambda.store.mappings.values()) lambda.mappings.update(mapping, enabled);
    };
    poll(false);
    this.world.cloud.cloudwatch.stop();
    await this.wait(days * day);
    poll(true);
  }

  get keys(): string[] {
    return this.world.hands.keys(this.world.places.Claims);
  }

  /** Invoices as they were paid: name and receive. */
  get paid(): string[] {
    return this.world.chronicle.logs
      .filter(({ message }) => message === 'paid 900')
      .map(({ fields }) => `${fields['subject']}, receive ${fields['attempt']}`);
  }

  get reasons(): (string | undefined)[] {
    return this.world.hands
      .messages(this.world.places.DeadLetters)
      .map(({ attributes }) => attributes?.['reason']?.StringValue);
  }

  /** Bodies that the producer sent. */
  get sent(): string[] {
    return this.world.chronicle.bodies('lab.invoice');
  }

  /** Objects that were read. */
  get reads(): number {
    return this.world.chronicle.of('s3', 'read').length;
  }

  redrive(): Promise<void> {
    const { places, hands } = this.world;
    hands.redrive(places.DeadLetters, places.Tasks);
    return this.wait(60 * second);
  }
}

/** The first attempt about each is put off, so that there is time to do something to its object. */
const busy: Downstream = { answer: ({ attempt }) => (attempt === 1 ? 503 : 200) };

/** Characters of a scan with which an invoice's message has so many bytes. */
const scanOf = (bytes: number): number => bytes - Buffer.byteLength(invoiceBody(invoice('edge', 0)));

describe('data larger than its message', () => {
  test('small and large ones go side by side, and only the large ones leave an object', async () => {
    await play(async (till) => {
      await Promise.all([invoice('small', 100), invoice('large', 1_500_000)].map((data) => till.file(data)));
      await till.wait(10 * second);
      expect(till.paid.toSorted()).toEqual(['large, receive 1', 'small, receive 1']);
      expect([till.keys.length, till.reads]).toEqual([1, 1]);
      expect(Math.max(...till.sent.map((body) => body.length))).toBeLessThan(1000);
    });
  });

  test('a message is measured in bytes of UTF-8: what is too large by one byte is claimed', async () => {
    await play(async (till) => {
      const scan = scanOf(claimThresholdBytes);
      await till.file(invoice('edge', scan));
      expect(till.keys).toEqual([]);
      await till.file(invoice('over', scan + 1));
      expect(till.keys).toHaveLength(1);
      await till.file(invoice('many', scan / 2 + 1, 'é'));
      expect(till.keys).toHaveLength(2);
      await till.wait(10 * second);
      expect(till.paid).toHaveLength(3);
    });
  });

  test('an old producer may send whole what a new one would deposit, and S3 is not asked for it', async () => {
    await play(async (till) => {
      till.world.hands.send(till.world.places.Tasks, invoiceBody(invoice('whole', 900_000)));
      await till.wait(10 * second);
      expect(till.paid).toEqual(['whole, receive 1']);
      expect(till.reads).toBe(0);
    });
  });

  test('a contract without claims does not take a claim for data', async () => {
    const claimed = await play(async (till) => {
      await till.file(invoice('large', 300_000));
      return JSON.parse(till.sent[0]!) as unknown;
    });
    expect(invoiceClaimableSchema.safeParse(claimed).success).toBe(true);
    expect(invoiceFiledSchema.safeParse(claimed).success).toBe(false);
  });

  test('a redelivery after a crash finds the object where it was', async () => {
    const dies: Downstream = { answer: ({ attempt }) => (attempt === 1 ? 'crash-after' : 200) };
    await play(
      async (till) => {
        await till.file(invoice('large', 300_000));
        await till.wait(120 * second);
        expect(till.paid).toEqual(['large, receive 2']);
        expect([till.keys.length, till.reads]).toEqual([1, 2]);
      },
      { downstream: dies },
    );
  });

  test('another object in its place is set aside as claim-tampered, and its neighbours are worked off', async () => {
    await play(
      async (till) => {
        await till.file(invoice('large', 300_000));
        const [key] = till.keys;
        await till.world.hands.store(
          till.world.places.Claims,
          key!,
          JSON.stringify({ ...invoice('large', 300_000), total: 901 }),
        );
        await till.file(invoice('next', 300_000));
        await till.wait(60 * second);
        expect(till.paid).toEqual(['next, receive 2']);
        expect(till.reasons).toEqual(['claim-tampered']);
        await till.redrive();
        expect(till.reasons).toEqual(['claim-tampered']);
      },
      { downstream: busy },
    );
  });

  test('a removed object is set aside as claim-missing; deposited again and redriven, it is worked off', async () => {
    await play(
      async (till) => {
        const data = invoice('large', 300_000);
        await till.file(data);
        const [key] = till.keys;
        till.world.hands.remove(till.world.places.Claims, key!);
        await till.wait(60 * second);
        expect(till.reasons).toEqual(['claim-missing']);
        await till.world.hands.store(till.world.places.Claims, key!, JSON.stringify(data));
        await till.redrive();
        expect(till.paid).toEqual(['large, receive 1']);
        expect(till.reasons).toEqual([]);
      },
      { downstream: busy },
    );
  });

  test('the lifecycle cleans after 30 days; a claim sent again after that is set aside as claim-missing', async () => {
    await play(async (till) => {
      await till.file(invoice('large', 300_000));
      await till.waitIdle(29);
      expect(till.keys).toHaveLength(1);
      await till.waitIdle(3);
      expect(till.keys).toEqual([]);
      till.world.hands.send(till.world.places.Tasks, till.sent[0]!);
      await till.wait(60 * second);
      expect(till.reasons).toEqual(['claim-missing']);
    });
  });
});
