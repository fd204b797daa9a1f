import { auditOption } from '../audit.ts';
import { command, exitCodes, UsageError } from '../command.ts';
import { agreed, changeOptions, exitCodeOf, paceOf, watched } from '../dead-letters/change.ts';
import { filterOf, filterOptions } from '../dead-letters/filter.ts';
import { placeName } from '../dead-letters/places.ts';
import { plan, planLines } from '../dead-letters/plan.ts';
import { redrive } from '../dead-letters/redrive.ts';
import { auditOf, taskOf } from '../dead-letters/redrive-task.ts';
import { judgeOf } from '../dead-letters/verdict.ts';
import { depthOf } from '../stack/queues.ts';

export const dlqRedrive = command({
  usage: 'dlq redrive QUEUE [options]\nspillway dlq redrive --resume RECORD',
  about:
    'Takes messages back to the queue they were set aside from. First it looks: which would be worked on, which are no-ops because their effect is there already, which would come straight back. Then it asks. Each message is received, copied, written down and only then deleted, so that an interruption loses nothing; --resume goes on where a run was cut off and copies nothing twice.',
  options: {
    ...filterOptions,
    ...changeOptions,
    plan: { type: 'boolean', default: true, about: 'look first; --no-plan saves two requests per ten messages' },
    resume: { type: 'string', value: 'RECORD', about: 'finish an interrupted run, by the name of its record' },
    ...auditOption,
  },
  words: { least: 0, most: 1 },
  examples: [
    'dlq redrive vip --dry-run',
    'dlq redrive vip --reason RetryLater --rate 50',
    'dlq redrive sales --undelivered --yes',
    'dlq redrive --resume redrive-2026-01-01T00-00-00-000Z-4711',
  ],
  async run({ values, words, terminal, connect }) {
    const looks = values.plan && values.resume === undefined;
    if (values['dry-run'] && !looks) throw new UsageError('--dry-run goes with neither --no-plan nor --resume');
    const connection = await connect();
    const task = await taskOf(connection, values, words[0]);
    const { place, startedAt } = task;
    const sqs = await connection.clients.get('sqs');
    const fits = filterOf(task.filter, startedAt);
    const { visible, inFlight } = await depthOf(sqs, place.deadLetterQueue.url);
    if (visible === 0) {
      const hidden = inFlight > 0 ? `: ${inFlight} are hidden for now, for two minutes at most` : '';
      terminal.note(`Nothing to redrive for ${placeName(place)}${hidden}.`);
      if (values.json) terminal.print(JSON.stringify({ done: 0, left: 0, hidden: inFlight, refused: {} }));
      if (inFlight > 0) return exitCodes.incomplete;
    } else if (looks) {
      const judge = await judgeOf(connection, place);
      const planned = await plan(sqs, place, fits, judge, (looked) => terminal.progress(`${looked} looked at`));
      terminal.progress('');
      const { sample: _, ...counts } = planned;
      if (!values.json) terminal.print(planLines(planned, startedAt, terminal.columns).join('\n'));
      else if (values['dry-run']) terminal.print(JSON.stringify(counts));
      if (planned.chosen === 0) return exitCodes.done;
    }
    if (values['dry-run'] || (visible === 0 && task.resume === undefined)) return exitCodes.done;
    const question = `Redrive to ${place.source.name} on ${connection.where}?`;
    const refusal = visible === 0 ? undefined : await agreed(terminal, values.yes, question);
    if (refusal !== undefined) return refusal;

    await using audit = await auditOf(values.audit, task, connection.where);
    const goOn = `spillway dlq redrive --resume ${audit.id}`;
    const outcome = await watched(terminal, visible, goOn, (watching) =>
      redrive({
        ...watching,
        ...paceOf(values.rate),
        ...place,
        sqs,
        fits,
        most: visible,
        startedAt,
        audit,
        copied: task.copied,
      }),
    );
    const { done, left, refused, seconds } = outcome;
    if (!outcome.interrupted) await audit.secure({ ended: new Date(await connection.now()).toISOString(), done, left });
    if (values.json) {
      terminal.print(JSON.stringify({ done, left, refused: Object.fromEntries(refused), seconds, audit: audit.id }));
    } else if (visible > 0) {
      const speed = `${seconds.toFixed(1)} s (${Math.round(done / seconds).toLocaleString('en')}/s)`;
      terminal.print(`${done.toLocaleString('en')} redriven to ${place.source.name} in ${speed}, ${left} left.`);
      for (const [id, why] of [...refused].slice(0, 10)) terminal.note(`${id} stays: ${why}`);
      terminal.note(outcome.interrupted ? `Interrupted. Go on with: ${goOn}` : `Record: ${audit.file}`);
    }
    return exitCodeOf(outcome);
  },
});
