import { Audit, auditOption } from '../audit.ts';
import { command, exitCodes } from '../command.ts';
import { agreed } from '../dead-letters/change.ts';
import { emptyBucket, emptyQueue, filled } from '../stack/contents.ts';
import { table } from '../terminal/table.ts';

export const empty = command({
  usage: 'empty [options]',
  about:
    'Deletes every message in every queue of the stack, dead letters too, and every version of every object in its buckets, so that "cdk destroy" can remove them. Shows what there is and asks first. Nothing of it can be brought back.',
  options: {
    yes: { type: 'boolean', default: false, about: 'do not ask' },
    'dry-run': { type: 'boolean', default: false, about: 'show what would be deleted, and stop' },
    ...auditOption,
  },
  words: { least: 0, most: 0 },
  examples: ['empty --dry-run', 'empty && npx cdk destroy'],
  async run({ values, terminal, connect }) {
    const connection = await connect();
    const { stack, clients, where } = connection;
    const contents = await filled(stack, clients);
    if (!values.json && contents.length > 0) {
      const rows = contents.map(({ kind, name, count, more }) => [kind, name, `${count}${more ? '+' : ''}`]);
      const head = [{ title: 'KIND' }, { title: 'NAME', flexible: true }, { title: 'HOLDS', right: true }];
      terminal.print(table(head, rows, terminal.columns).join('\n'));
    }
    if (values.json && values['dry-run']) terminal.print(JSON.stringify(contents));
    if (contents.length === 0) terminal.note(`Nothing to empty on ${where}.`);
    if (values['dry-run'] || contents.length === 0) return exitCodes.done;
    const refusal = await agreed(terminal, values.yes, `Delete all of it on ${where}, for good?`);
    if (refusal !== undefined) return refusal;
    await using audit = await Audit.start(values.audit, { what: 'empty', where, at: await connection.now(), contents });
    for (const { kind, id, name } of contents) {
      if (kind === 'queue') await emptyQueue(clients, id);
      else await emptyBucket(clients, id);
      await audit.secure({ emptied: name });
    }
    if (values.json) terminal.print(JSON.stringify({ emptied: contents.map(({ name }) => name), audit: audit.id }));
    else terminal.print(`${contents.length} emptied. Record: ${audit.file}`);
    return exitCodes.done;
  },
});
