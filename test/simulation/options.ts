import { parseArgs } from 'node:util';
import { freshSeed } from '../../local/clock/random.ts';
import { faultKinds, type FaultKind } from './fault-plan.ts';
import { mutants, type Mutant } from './mutants.ts';

export interface Options {
  /** First seed. */
  readonly base: number;
  /** Whether nobody chose it. */
  readonly fresh: boolean;
  readonly seeds: number;
  readonly orders: number;
  readonly faults: readonly FaultKind[];
  readonly mutant: Mutant | undefined;
  readonly compare: boolean;
  readonly record: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `Runs the real handlers against seeded faults in virtual time and checks what became of every order.

  npm run simulate -- [options]

  --seeds N       how many seeds to run                           (100)
  --seed K        first seed; --seed K alone runs that one        (a fresh base, printed)
  --orders N      orders in a run                                 (20)
  --faults LIST   kinds of faults, comma-separated, or all        (all)
  --mutant NAME   plants a deliberate bug and stops when it is caught
  --compare       the same faults against four ways of guarding, side by side
  --record        adds failing seeds to test/simulation/regressions.json
  --json          one JSON document instead of text
  --help          this text

Faults:  ${faultKinds.join(', ')}
Mutants: ${mutants.map(({ name }) => name).join(', ')}

Exit code 1: an invariant was broken (with --mutant: the bug was not caught).`;

/** @throws Error that says which option is wrong and what it may be */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      orders: { type: 'string' },
      faults: { type: 'string' },
      mutant: { type: 'string' },
      compare: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const alone = values.seed !== undefined && values.seeds === undefined && values.mutant === undefined;
  return {
    base: values.seed === undefined ? freshSeed() : whole('--seed', values.seed, 0, 2 ** 48),
    fresh: values.seed === undefined,
    seeds: values.seeds === undefined ? (alone ? 1 : 100) : whole('--seeds', values.seeds, 1, 10_000_000),
    orders: whole('--orders', values.orders ?? '20', 1, 1000),
    faults: faultsOf(values.faults ?? 'all'),
    mutant: values.mutant === undefined ? undefined : mutantOf(values.mutant),
    compare: values.compare,
    record: values.record,
    json: values.json,
    help: values.help,
  };
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new Error(`${option} must be a whole number from ${least} to ${most}, got ${text}`);
  }
  return value;
}

function faultsOf(list: string): readonly FaultKind[] {
  if (list === 'all') return faultKinds;
  if (list === 'none') return [];
  return list.split(',').map((name) => {
    const kind = faultKinds.find((kind) => kind === name);
    if (kind === undefined) throw new Error(`--faults: there is no ${name}; there are ${faultKinds.join(', ')}`);
    return kind;
  });
}

function mutantOf(name: string): Mutant {
  const mutant = mutants.find((mutant) => mutant.name === name);
  if (mutant === undefined) {
    throw new Error(`--mutant: there is no ${name}; there are ${mutants.map((other) => other.name).join(', ')}`);
  }
  return mutant;
}
