/** One list price, in dollars. */
export interface Price {
  readonly dollars: number;
  /** How many of the unit that buys. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

/**
 * AWS list prices of us-east-1, first tier, without free tiers, savings plans, taxes and data transfer. They were written
 * down on this date from the pages named and have not been compared with a bill. Check them before you budget.
 */
export const priceDate = '2026-11-25';
export const priceRegion = 'us-east-1';

const million = 1_000_000;
const sqs = 'https://aws.amazon.com/sqs/pricing/';
const lambda = 'https://aws.amazon.com/lambda/pricing/';
const dynamodb = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const cloudwatch = 'https://aws.amazon.com/cloudwatch/pricing/';

export const prices = {
  httpApiRequest: {
    dollars: 1,
    per: million,
    unit: 'HTTP API requests',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  lambdaRequest: { dollars: 0.2, per: million, unit: 'invocations', source: lambda },
  lambdaGigabyteSecond: { dollars: 0.0000133334, per: 1, unit: 'GB-seconds on arm64', source: lambda },
  sqsStandardRequest: { dollars: 0.4, per: million, unit: 'requests to standard queues', source: sqs },
  sqsFifoRequest: { dollars: 0.5, per: million, unit: 'requests to FIFO queues', source: sqs },
  snsPublish: {
    dollars: 0.5,
    per: million,
    unit: 'publishes of 64 KB; deliveries to SQS are free',
    source: 'https://aws.amazon.com/sns/pricing/',
  },
  dynamodbWriteUnit: { dollars: 0.625, per: million, unit: 'write request units', source: dynamodb },
  dynamodbReadUnit: { dollars: 0.125, per: million, unit: 'read request units', source: dynamodb },
  s3Put: {
    dollars: 0.005,
    per: 1000,
    unit: 'PUT, COPY, POST and LIST requests',
    source: 'https://aws.amazon.com/s3/pricing/',
  },
  s3Get: { dollars: 0.0004, per: 1000, unit: 'GET requests', source: 'https://aws.amazon.com/s3/pricing/' },
  logGigabyte: { dollars: 0.5, per: 1, unit: 'GB of logs taken in', source: cloudwatch },
  alarmMetric: { dollars: 0.1, per: 1, unit: 'metrics under alarm a month', source: cloudwatch },
  compositeAlarm: { dollars: 0.5, per: 1, unit: 'composite alarms a month', source: cloudwatch },
  dashboard: { dollars: 3, per: 1, unit: 'dashboards a month', source: cloudwatch },
  schedule: {
    dollars: 1,
    per: million,
    unit: 'scheduled invocations',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
export type Quantities = Readonly<Partial<Record<PriceName, number>>>;

export interface BillLine {
  readonly price: PriceName;
  readonly quantity: number;
  readonly dollars: number;
}

/** What quantities cost, the dearest first. */
export function bill(quantities: Quantities): BillLine[] {
  return (Object.entries(quantities) as [PriceName, number][])
    .map(([price, quantity]) => ({ price, quantity, dollars: (quantity * prices[price].dollars) / prices[price].per }))
    .toSorted((a, b) => b.dollars - a.dollars);
}

export function total(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

export function times(quantities: Quantities, factor: number): Quantities {
  return Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, quantity * factor]));
}
