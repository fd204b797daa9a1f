import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { startDeployed } from './deployed.ts';
import { startEmbedded } from './embedded.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiRequest {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** @default 'follow' */
  readonly redirect?: 'follow' | 'manual';
}

/** What a journey may need that not every target has. */
export type Capability = 'time' | 'providers' | 'functions' | 'console';

/** A place where the stack runs. */
export interface Target {
  readonly name: 'embedded' | 'localstack' | 'aws';
  readonly capabilities: ReadonlySet<Capability>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly dynamodb: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  api(method: string, path: string, init?: ApiRequest): Promise<ApiAnswer>;
  /** `time`: lets this much time pass once no function is at work; elsewhere it is waited for. */
  passTime(seconds: number): Promise<void>;
  /** `providers`: tells a provider to misbehave; no rules, no misbehaviour. */
  behave(provider: 'payment' | 'mail' | 'push', rules: readonly object[]): Promise<void>;
  /** `providers`: what reached the outside world. */
  outside(): Promise<{
    charges: Charge[];
    messages: { to: string; subject: string }[];
    notifications: { to: string; body: string }[];
  }>;
  /** `console`: a page of the simulator. */
  console(page: string): Promise<unknown>;
  stop(): Promise<void>;
}

export interface Charge {
  readonly key: string;
  readonly status: string;
  readonly amount?: number;
}

/** The target that `SPILLWAY_TARGET` names: `embedded` unless given. */
export function startTarget(): Promise<Target> {
  const name = process.env['SPILLWAY_TARGET'] ?? 'embedded';
  switch (name) {
    case 'embedded':
      return startEmbedded();
    case 'localstack':
    case 'aws':
      return startDeployed(name);
    default:
      throw new Error(`SPILLWAY_TARGET must be embedded, localstack or aws, got ${name}`);
  }
}

/** Asks until it holds, for up to `seconds` of real time. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | undefined | false>,
  seconds = 15,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`Not within ${seconds} seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
