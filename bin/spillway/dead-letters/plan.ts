import type { SQSClient } from '@aws-sdk/client-sqs';
import { browse } from './browse.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Filter } from './filter.ts';
import { noReason } from './filter.ts';
import type { Place } from './places.ts';
import type { Verdict } from './effects.ts';
import type { Judge } from './verdict.ts';
import { duration } from '../terminal/duration.ts';
import { table } from '../terminal/table.ts';

/** What a change would touch, and what would become of it. */
export interface Plan {
  readonly chosen: number;
  readonly counts: Readonly<Record<Verdict['outcome'], number>>;
  /** The first few, for a person to look at. */
  readonly sample: readonly (Verdict & { readonly letter: DeadLetter })[];
}

const sampleSize = 15;

/** Looks at every message and changes none. */
export async function plan(
  sqs: SQSClient,
  { deadLetterQueue }: Place,
  fits: Filter,
  judge: Judge,
  onProgress: (looked: number) => void = () => undefined,
): Promise<Plan> {
  const counts = { work: 0, 'no-op': 0, returns: 0 };
  const sample: (Verdict & { letter: DeadLetter })[] = [];
  let chosen = 0;
  let looked = 0;
  for await (const batch of browse(sqs, deadLetterQueue)) {
    const letters = batch.filter(fits);
    const verdicts = await judge(letters);
    for (const letter of letters) {
      const verdict = verdicts.get(letter.id)!;
      counts[verdict.outcome] += 1;
      if (sample.length < sampleSize) sample.push({ ...verdict, letter });
    }
    chosen += letters.length;
    onProgress((looked += batch.length));
  }
  return { chosen, counts, sample };
}

const columns = [
  { title: 'ID' },
  { title: 'AGE', right: true },
  { title: 'REASON' },
  { title: 'ABOUT' },
  { title: 'AFTERWARDS', flexible: true },
];

/** The plan as a table of its first messages and a line of counts. */
export function planLines({ chosen, counts, sample }: Plan, now: number, width: number): string[] {
  const rows = sample.map(({ letter, outcome, why }) => [
    letter.id.slice(0, 8),
    duration((now - letter.sentAt) / 1000),
    letter.reason ?? noReason,
    letter.subject?.slice(0, 8) ?? '',
    why === '' ? outcome : `${outcome}: ${why}`,
  ]);
  const more = chosen > sample.length ? [`… and ${(chosen - sample.length).toLocaleString('en')} more`] : [];
  const parts = [
    `${counts.work} to be worked on`,
    ...(counts['no-op'] > 0 ? [`${counts['no-op']} no-ops (their effect is there already)`] : []),
    ...(counts.returns > 0 ? [`${counts.returns} that come straight back`] : []),
  ];
  return [...table(columns, rows, width), ...more, '', `${chosen.toLocaleString('en')} chosen: ${parts.join(', ')}.`];
}
