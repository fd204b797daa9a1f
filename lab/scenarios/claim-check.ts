import { Duration, type Stack } from 'aws-cdk-lib';
import { NodeFunction } from '../../lib/constructs/node-function.ts';
import { objectBucket } from '../../lib/constructs/object-bucket.ts';
import { invoiceFiled, type Invoice } from '../lambdas/invoice.ts';
import { guide, spillway, type Scenario } from '../scenario.ts';
import type { Chronicle } from '../world/chronicle.ts';
import { naiveConsumer } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { claimCheckStack, filing, invoice, invoiceBody } from '../world/invoices.ts';
import { World, type WorldOptions } from '../world/world.ts';

const second = 1000;
const restored = 600 * second;
const large = 1_200_000;

const invoices = {
  small: invoice('small', 2000),
  accents: invoice('accents', 700_000, 'é'),
  orphan: invoice('orphan', large),
  forged: invoice('forged', large),
  lost: invoice('lost', large),
};
const whole = invoice('whole', 500_000);

/** What waits for the service's return is what can change meanwhile. */
const downstream: Downstream = {
  answer: ({ subject, attempt }) => (/forged|lost/.test(subject) && attempt === 1 ? 503 : 200),
};

type Places = 'Tasks' | 'DeadLetters' | 'Claims';

interface Way {
  readonly producer: string;
  readonly stack: WorldOptions<Places>['stack'];
  /** The message of a producer that knows no claims. */
  readonly old: string;
  /** What the key of an invoice's object has in it. */
  readonly keyPart: (data: Invoice) => string;
}

const naiveWay: Way = {
  producer: 'producers-naive-invoice',
  stack: naiveStack,
  old: JSON.stringify(whole),
  keyPart: ({ name }) => name,
};
const ourWay: Way = {
  producer: 'producers-invoice',
  stack: claimCheckStack,
  old: invoiceBody(whole),
  keyPart: (data) => invoiceFiled(data, 0).id,
};

/** Data too large for a message, and all that can become of it on its own way. */
export const claimCheck: Scenario = {
  name: 'claim-check',
  summary: 'invoices too large for a message, one forged, one lost',
  setting:
    'Six invoices over 900 with their scans: 2 KB; 500 KB from an old producer; 700,000 accents, which are 1.4 MB; three of 1.2 MB. One worker dies before it can acknowledge; one scan is replaced by one over 9,000,000 while its message rests, one is removed and put back after ten minutes, and its message redriven.',
  page: 'docs/patterns/claim-check.md',
  async run() {
    const [naive, ours] = [await play(naiveWay), await play(ourWay)];
    return {
      sides: [
        {
          name: guide,
          how: 'Characters are counted; a message points to an object, which is read as it stands and deleted after the work.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'Bytes are counted; a message says what its data is, by size and hash, and the lifecycle cleans.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'invoices paid', values: [naive.paid.length, ours.paid.length] },
        { what: 'paid, but not the total that was filed', values: [naive.wrong, ours.wrong] },
        { what: 'refused when they were filed', values: [naive.refused.length, ours.refused.length] },
        { what: 'set aside in ten minutes', values: [naive.aside.length, ours.aside.length] },
        { what: 'with their reason', values: [naive.reasons.length, ours.reasons.length] },
        { what: 'still there after the redrive', values: [naive.left, ours.left] },
      ],
      claims: [
        {
          says: 'naive: 700,000 characters pass for less than 1 MiB, and SQS refuses what has more bytes',
          holds: naive.refused.join() === 'accents',
        },
        { says: 'naive: what was put in the place of an invoice is paid', holds: naive.wrong === 1 },
        {
          says: 'naive: a paid invoice is set aside, since the dead worker had deleted it before it could acknowledge',
          holds: naive.paid.includes('orphan') && naive.left === 1,
        },
        {
          says: 'every size arrives as it was filed, whether its producer knows of claims or not',
          holds: ours.wrong === 0 && ours.paid.join() === 'small,whole,accents,orphan,lost',
        },
        { says: 'a redelivery finds the object where it was', holds: ours.receives('orphan') === 2 },
        {
          says: 'what was forged or lost is set aside at the next receive, each with its own reason',
          holds: ours.reasons.join() === 'claim-tampered,claim-missing',
        },
        { says: 'put back and redriven, the lost one is paid; the forged one never', holds: ours.left === 1 },
      ],
    };
  },
};

async function play({ producer, stack, old, keyPart }: Way) {
  return World.play({ stack, downstream, diesBeforeReturn: oncePaid('orphan') }, async (world) => {
    const { places, hands, chronicle } = world;
    const scan = (data: Invoice): string => hands.keys(places.Claims).find((key) => key.includes(keyPart(data)))!;
    const refused: string[] = [];
    const file = async (data: Invoice): Promise<void> => {
      const { statusCode } = await hands.invoke(producer, filing(data));
      if (statusCode !== 202) refused.push(data.name);
    };
    world.at(5 * second, () => {
      world.tell('old', 'sends whole');
      hands.send(places.Tasks, old);
    });
    for (const [index, data] of Object.values(invoices).entries()) world.at(index * 10 * second, () => void file(data));
    await world.until(31 * second);
    world.tell('thief', 'replaces the scan of forged');
    await hands.store(places.Claims, scan(invoices.forged), JSON.stringify({ ...invoices.forged, total: 9_000_000 }));
    await world.until(41 * second);
    world.tell('cleaner', 'removes the scan of lost');
    const place = scan(invoices.lost);
    hands.remove(places.Claims, place);
    await world.until(restored);
    const aside = hands.messages(places.DeadLetters);
    world.tell('operator', 'puts the scan of lost back, and redrives');
    await hands.store(places.Claims, place, JSON.stringify(invoices.lost));
    hands.redrive(places.DeadLetters, places.Tasks);
    await world.until(restored + 300 * second);
    const paid = chronicle.logs.filter(({ message }) => message.startsWith('paid'));
    return {
      timeline: chronicle.lines().filter(({ who }) => who !== 'downstream'),
      refused,
      aside,
      reasons: aside.flatMap(({ attributes }) => attributes?.['reason']?.StringValue ?? []),
      left: hands.messages(places.DeadLetters).length,
      paid: [...new Set(paid.map(({ fields }) => String(fields['subject'])))],
      wrong: paid.filter(({ message }) => message !== 'paid 900').length,
      receives: (name: string) =>
        Math.max(
          ...paid.filter(({ fields }) => fields['subject'] === name).map(({ fields }) => Number(fields['attempt'])),
        ),
    };
  });
}

/** The environment that first pays this one dies of it. */
function oncePaid(name: string): (chronicle: Chronicle) => boolean {
  let dead = false;
  return ({ logs }) => {
    if (dead || !logs.some(({ message, fields }) => message.startsWith('paid') && fields['subject'] === name))
      return false;
    dead = true;
    return true;
  };
}

function naiveStack(stack: Stack) {
  const { queue, deadLetterQueue, worker } = naiveConsumer(stack, {
    entry: 'lambdas/naive/claim-check.ts',
    batchSize: 1,
    timeout: Duration.seconds(10),
    maxReceiveCount: 5,
  });
  const bucket = objectBucket(stack, 'Bucket');
  const producer = new NodeFunction(stack, 'Producer', { entry: 'lambdas/producers/naive-invoice.ts' });
  producer.setEnvironment('queueUrl', queue.queueUrl);
  producer.setEnvironment('claimBucket', bucket.bucketName);
  queue.grantSendMessages(producer);
  bucket.grantPut(producer);
  bucket.grantRead(worker);
  bucket.grantDelete(worker);
  return { Tasks: queue, DeadLetters: deadLetterQueue, Claims: bucket };
}
