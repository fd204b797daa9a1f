import { command, exitCodes } from '../command.ts';
import { factsOf } from '../dead-letters/dead-letter.ts';
import { failureRecord, type FailureRecord } from '../dead-letters/failure-records.ts';
import { findOne } from '../dead-letters/find-one.ts';
import { noReason } from '../dead-letters/filter.ts';
import { placeName } from '../dead-letters/places.ts';
import { duration } from '../terminal/duration.ts';
import { wrap } from '../terminal/wrap.ts';

export const dlqShow = command({
  usage: 'dlq show ID [options]',
  about:
    'Shows one message of a dead-letter queue whole: why it was set aside, every attempt that the consumer wrote down, and its body, which may hold personal data.',
  options: {},
  words: { least: 1, most: 1 },
  examples: ['dlq show 1f0c9ab2', 'dlq show 1f0c9ab2 --json | jq .body'],
  async run({ values, words, terminal, connect }) {
    const connection = await connect();
    const { place, letter } = await findOne(connection, words[0]!);
    const record = await failureRecord(connection, letter);
    const age = ((await connection.now()) - letter.sentAt) / 1000;
    if (values.json) {
      terminal.print(JSON.stringify({ queue: placeName(place), ...factsOf(letter), body: letter.body, ...record }));
      return exitCodes.done;
    }
    const facts = {
      queue: placeName(place),
      id: letter.id,
      reason: letter.reason ?? noReason,
      error: [letter.errorType, letter.errorMessage].filter((part) => part !== undefined).join(': '),
      tries: letter.attempts === undefined ? '' : String(letter.attempts),
      sent: `${new Date(letter.sentAt).toISOString()} (${duration(age)} ago)`,
      type: letter.type ?? '',
      about: letter.subject ?? '',
      group: letter.groupId ?? '',
    };
    const lines = Object.entries(facts).filter(([, value]) => value !== '');
    terminal.print(
      [
        ...lines.map(([name, value]) => `${terminal.paint('dim', name.padEnd(8))}${value}`),
        '',
        ...attemptLines(record, terminal.columns),
        pretty(letter.body),
      ].join('\n'),
    );
    return exitCodes.done;
  },
});

function attemptLines(record: FailureRecord | undefined, columns: number): string[] {
  if (record === undefined) return [];
  const told = record.failures.map(
    ({ attempt, at, reason, message }) => `attempt ${attempt}  ${at}  ${reason}: ${message}`,
  );
  const silent = record.silent.map((attempt) => `attempt ${attempt}  ended without a word`);
  return [...[...told, ...silent].flatMap((line) => wrap(line, columns)), ''];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
