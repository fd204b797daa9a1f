import { parseArgs } from 'node:util';
import { readFaults } from './read-faults.ts';
import type { FaultRule } from '../../local/faults/rule.ts';

export interface LocalOptions {
  /** Folder of another app's cloud assembly; undefined runs Spillway's own stack. */
  readonly assembly: string | undefined;
  /** Values of that app's template parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly port: number;
  readonly awsPort: number;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly speed: number;
  /** Folder that state is kept in from run to run; undefined keeps it in memory. */
  readonly data: string | undefined;
  /** Rules in force from the start. */
  readonly faults: readonly FaultRule[];
}

export const help = `Runs the synthesized stack on this machine: no AWS account, no Docker.

  npm start -- [options]

  --port N      port of the HTTP API (default 3000, 0 takes a free one)
  --aws-port N  port that AWS SDKs and the AWS CLI can be pointed at (default 4566)
  --speed N     virtual seconds per real second (default 1)
  --data DIR    keep queues, tables and objects in this folder; all that was answered survives a kill
  --faults F    faults from the start on: JSON, or a file that holds it (docs/simulator.md)
  --quiet       print nothing after the first screen
  --json        print one JSON object per line instead of text
  --help        print this

  Another app in place of Spillway's own:

  --assembly DIR          what its \`cdk synth\` left, usually cdk.out
  --parameter NAME=VALUE  a value for its templates' parameters; may be repeated

  npm start -- --port 8080 --aws-port 0
  npm start -- --json | jq -r .what
  npm start -- --faults '[{"action":"sqs:SendMessage","effect":"loseReply","share":0.1}]'
  npm start -- --assembly ../shop/cdk.out --parameter Stage=test
`;

/**
 * @returns the options, or undefined where help was asked for
 * @throws Error in one line for an option that does not exist or has a bad value
 */
export function parseOptions(argv: readonly string[]): LocalOptions | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      assembly: { type: 'string' },
      parameter: { type: 'string', multiple: true, default: [] },
      port: { type: 'string', default: '3000' },
      'aws-port': { type: 'string', default: '4566' },
      speed: { type: 'string', default: '1' },
      data: { type: 'string' },
      faults: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { assembly, parameter } = values;
  if (assembly === undefined && parameter.length > 0)
    throw new Error('--parameter goes with --assembly: the own stack takes its configuration from cdk.json');
  return {
    assembly,
    parameters: Object.fromEntries(parameter.map(named)),
    port: port('--port', values.port),
    awsPort: port('--aws-port', values['aws-port']),
    speed: speed(values.speed),
    data: values.data,
    faults: values.faults === undefined ? [] : readFaults(values.faults),
    quiet: values.quiet,
    json: values.json,
  };
}

function named(text: string): [name: string, value: string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new Error(`--parameter must be NAME=VALUE, got ${text}`);
  return [name, value!];
}

function port(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new Error(`${name} must be a port from 0 to 65535, got ${text}`);
  return value;
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10_000)) throw new Error(`--speed must be more than 0 and at most 10000, got ${text}`);
  return value;
}
