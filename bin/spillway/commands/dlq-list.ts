import { command, exitCodes } from '../command.ts';
import { browse } from '../dead-letters/browse.ts';
import { factsOf, type DeadLetter } from '../dead-letters/dead-letter.ts';
import { withReason } from '../dead-letters/failure-records.ts';
import { filterOf, filterOptions, noReason } from '../dead-letters/filter.ts';
import { placeName, placesOf, type Place } from '../dead-letters/places.ts';
import { countOf } from '../terminal/count.ts';
import { duration } from '../terminal/duration.ts';
import { table } from '../terminal/table.ts';

export const dlqList = command({
  usage: 'dlq list [QUEUE] [options]',
  about:
    'Lists what lies in the dead-letter queues, of one work queue or of all, oldest first. Looking changes nothing: messages are hidden for the moment and shown again. Of one FIFO group SQS shows ten at most.',
  options: {
    ...filterOptions,
    limit: { type: 'string', default: '50', value: 'N', about: 'messages to look at in each queue' },
  },
  words: { least: 0, most: 1 },
  examples: ['dlq list', 'dlq list vip --reason silent-crash', 'dlq list --older 2h --json'],
  async run({ values, words, terminal, connect }) {
    const limit = countOf('--limit', values.limit);
    const connection = await connect();
    const [places, now, sqs] = await Promise.all([
      placesOf(connection, words[0]),
      connection.now(),
      connection.clients.get('sqs'),
    ]);
    const fits = filterOf(values, now);
    const listed = await Promise.all(
      places.map(async (place) => {
        const letters: DeadLetter[] = [];
        for await (const batch of browse(sqs, place.deadLetterQueue, { limit })) {
          const known = await Promise.all(batch.map((letter) => withReason(connection, letter)));
          letters.push(...known.filter(fits));
        }
        return { place, letters: letters.toSorted((a, b) => a.sentAt - b.sentAt) };
      }),
    );
    const filled = listed.filter(({ letters }) => letters.length > 0);
    if (values.json)
      terminal.print(JSON.stringify(filled.flatMap(({ place, letters }) => asJson(place, letters, now))));
    else if (filled.length === 0) terminal.print(`Nothing is set aside on ${connection.where}.`);
    else {
      const sections = filled.map(({ place, letters }) => section(place, letters, now, terminal.columns));
      terminal.print(
        sections.map(([title, ...rows]) => [terminal.paint('bold', title!), ...rows].join('\n')).join('\n\n'),
      );
    }
    return exitCodes.done;
  },
});

const columns = [
  { title: 'ID' },
  { title: 'AGE', right: true },
  { title: 'REASON', flexible: true },
  { title: 'TRIES', right: true },
  { title: 'TYPE' },
  { title: 'ABOUT' },
];

function section(place: Place, letters: readonly DeadLetter[], now: number, width: number): string[] {
  const rows = letters.map(({ id, sentAt, reason, attempts, type, subject }) => [
    id.slice(0, 8),
    duration((now - sentAt) / 1000),
    reason ?? noReason,
    attempts === undefined ? '' : String(attempts),
    type ?? '',
    subject?.slice(0, 8) ?? '',
  ]);
  return [placeName(place), ...table(columns, rows, width - 2).map((line) => `  ${line}`)];
}

function asJson(place: Place, letters: readonly DeadLetter[], now: number): object[] {
  return letters.map((letter) => ({
    queue: place.source.name,
    undelivered: place.deadLetterQueue.kind === 'subscription',
    ...factsOf(letter),
    ageSeconds: Math.round((now - letter.sentAt) / 1000),
  }));
}
