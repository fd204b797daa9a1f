import { command, exitCodes } from '../command.ts';
import { browse } from '../dead-letters/browse.ts';
import { withReason } from '../dead-letters/failure-records.ts';
import { filterOf, filterOptions } from '../dead-letters/filter.ts';
import { placeName, placesOf } from '../dead-letters/places.ts';
import { Tally, type Group } from '../dead-letters/tally.ts';
import { handlers } from '../stack/handlers.ts';
import { duration } from '../terminal/duration.ts';
import { table } from '../terminal/table.ts';

export const dlqStats = command({
  usage: 'dlq stats [QUEUE] [options]',
  about:
    'Counts what lies in the dead-letter queues by queue, reason and handler, the most first. A message that SQS moved by itself carries no reason; the failure records give its last one.',
  options: filterOptions,
  words: { least: 0, most: 1 },
  examples: ['dlq stats', 'dlq stats vip --newer 1h', 'dlq stats --json | jq "map(.count) | add"'],
  async run({ values, words, terminal, connect }) {
    const connection = await connect();
    const [places, now, sqs] = await Promise.all([
      placesOf(connection, words[0]),
      connection.now(),
      connection.clients.get('sqs'),
    ]);
    const functions = await handlers(
      connection,
      places.map(({ source }) => source),
    );
    const fits = filterOf(values, now);
    const tally = new Tally();
    for (const place of places) {
      // What a topic could not deliver, no function has seen.
      const handler = place.deadLetterQueue.kind === 'queue' ? functions.get(place.source.arn) : undefined;
      for await (const batch of browse(sqs, place.deadLetterQueue)) {
        const known = await Promise.all(batch.map((letter) => withReason(connection, letter)));
        for (const letter of known.filter(fits)) tally.add(placeName(place), handler ?? '', letter);
        terminal.progress(`${tally.total} looked at`);
      }
    }
    terminal.progress('');
    if (values.json) terminal.print(JSON.stringify(tally.groups()));
    else if (tally.total === 0) terminal.print(`Nothing is set aside on ${connection.where}.`);
    else terminal.print(table(columns, tally.groups().map(rowOf(now)), terminal.columns).join('\n'));
    return exitCodes.done;
  },
});

const columns = [
  { title: 'QUEUE' },
  { title: 'REASON' },
  { title: 'HANDLER', flexible: true },
  { title: 'COUNT', right: true },
  { title: 'OLDEST', right: true },
];

function rowOf(now: number) {
  return ({ queue, reason, handler, count, oldestAt }: Group): string[] => [
    queue,
    reason,
    handler,
    String(count),
    duration((now - Date.parse(oldestAt)) / 1000),
  ];
}
