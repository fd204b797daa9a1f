import type { parseArgs } from 'node:util';
import type { Connection } from './stack/connection.ts';
import type { Terminal } from './terminal/terminal.ts';

/** An option as `node:util` parses it, and as `--help` tells of it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** What stands for the value in the help: `N`, `URL`. */
  readonly value?: string;
  readonly about: string;
}

export type Options = Readonly<Record<string, Option>>;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export type Values<Own extends Options> = ReturnType<
  typeof parseArgs<{ options: Mutable<Own & typeof commonOptions> }>
>['values'];

/** What a command is given: its options and words, the terminal, and the way to the stack. */
export interface Invocation<Given = Values<Options>> {
  readonly values: Given;
  readonly words: readonly string[];
  readonly terminal: Terminal;
  /** Finds the stack; asked for only by commands that need it. */
  readonly connect: () => Promise<Connection>;
}

/** Documented in `spillway --help`. */
export const exitCodes = { done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Command<Own extends Options = Options> {
  /** Words and placeholders after `spillway`: `dlq list [QUEUE]`. */
  readonly usage: string;
  /** What it does, what it leaves alone; wrapped to the terminal. */
  readonly about: string;
  readonly options: Own;
  /** How many words may follow the command's own. */
  readonly words: { readonly least: number; readonly most: number };
  /** Whole command lines, without `spillway`. */
  readonly examples: readonly string[];
  readonly run: (invocation: Invocation<Values<Own>>) => Promise<ExitCode>;
}

/** Keeps the options' own types, so that `run` knows which values there are. */
export function command<const Own extends Options>(definition: Command<Own>): Command {
  return definition;
}

/** Options of every command. */
export const commonOptions = {
  endpoint: { type: 'string', value: 'URL', about: 'embedded runtime or emulator (default: AWS_ENDPOINT_URL)' },
  region: { type: 'string', value: 'REGION', about: 'AWS region' },
  profile: { type: 'string', value: 'NAME', about: 'profile of the AWS configuration' },
  stack: { type: 'string', value: 'NAME', about: 'stack (default Spillway)' },
  outputs: { type: 'string', value: 'FILE', about: 'outputs that "npm run deploy" wrote, instead of CloudFormation' },
  json: { type: 'boolean', default: false, about: 'print JSON' },
  help: { type: 'boolean', short: 'h', default: false, about: 'print this' },
} as const satisfies Options;

/** Wrong words or options: told with the command's usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
