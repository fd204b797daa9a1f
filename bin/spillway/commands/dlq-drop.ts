import { Audit, auditOption } from '../audit.ts';
import { command, exitCodes } from '../command.ts';
import { agreed, changeOptions, exitCodeOf, paceOf, watched } from '../dead-letters/change.ts';
import { kept } from '../dead-letters/dead-letter.ts';
import { filterIn, filterInWords, filterOf, filterOptions } from '../dead-letters/filter.ts';
import { placeName, placeOf } from '../dead-letters/places.ts';
import { plan, planLines } from '../dead-letters/plan.ts';
import { judgeOf } from '../dead-letters/verdict.ts';
import { workThrough } from '../dead-letters/work-through.ts';
import { depthOf } from '../stack/queues.ts';

export const dlqDrop = command({
  usage: 'dlq drop QUEUE [options]',
  about:
    'Deletes messages that were set aside, for good. First it looks and asks. Each message is written to the record, whole, before it is deleted: that file is the last copy, and may hold personal data.',
  options: { ...filterOptions, ...changeOptions, ...auditOption },
  words: { least: 1, most: 1 },
  examples: [
    'dlq drop sales --reason invalid-json --dry-run',
    'dlq drop vip --id 1f0c9ab2',
    'dlq drop vip --older 7d --yes',
  ],
  async run({ values, words, terminal, connect }) {
    const connection = await connect();
    const place = await placeOf(connection, words[0]!, values.undelivered);
    const sqs = await connection.clients.get('sqs');
    const startedAt = await connection.now();
    const fits = filterOf(values, startedAt);
    const { visible } = await depthOf(sqs, place.deadLetterQueue.url);
    const planned = await plan(sqs, place, fits, await judgeOf(connection, place));
    if (!values.json && planned.chosen > 0) terminal.print(planLines(planned, startedAt, terminal.columns).join('\n'));
    if (planned.chosen === 0) terminal.note(`Nothing to drop for ${placeName(place)}.`);
    if (values['dry-run'] || planned.chosen === 0) {
      if (values.json) terminal.print(JSON.stringify({ chosen: planned.chosen, ...planned.counts }));
      return exitCodes.done;
    }
    const which = filterInWords(values) === '' ? ' (all there are)' : '';
    const question = `Delete ${planned.chosen} messages${which} of ${placeName(place)} on ${connection.where} for good?`;
    const refusal = await agreed(terminal, values.yes, question);
    if (refusal !== undefined) return refusal;

    await using audit = await Audit.start(values.audit, {
      what: 'drop',
      where: connection.where,
      at: startedAt,
      from: place.deadLetterQueue.queueName,
      filter: filterIn(values),
    });
    const outcome = await watched(terminal, planned.chosen, 'the same command', (watching) =>
      workThrough({
        ...watching,
        ...paceOf(values.rate),
        deadLetterQueue: place.deadLetterQueue,
        sqs,
        fits,
        most: visible,
        startedAt,
        async secure(letters) {
          await audit.secure({ kept: letters.map(kept) });
          return new Map();
        },
        deleted: (ids) => audit.note({ deleted: ids }),
      }),
    );
    const { done, left, refused } = outcome;
    await audit.secure({ ended: new Date(await connection.now()).toISOString(), done, left });
    if (values.json)
      terminal.print(JSON.stringify({ done, left, refused: Object.fromEntries(refused), audit: audit.id }));
    else terminal.print(`${done} deleted, ${left} left. Copies: ${audit.file}`);
    return exitCodeOf(outcome);
  },
});
