import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Audit, auditOption } from '../audit.ts';
import { command, exitCodes } from '../command.ts';
import { breach } from '../dead-letters/contract.ts';
import { kept, type DeadLetter } from '../dead-letters/dead-letter.ts';
import { findOne, type Found } from '../dead-letters/find-one.ts';
import { workThrough } from '../dead-letters/work-through.ts';
import type { Connection } from '../stack/connection.ts';
import { depthOf, type QueueAddress } from '../stack/queues.ts';
import { edited } from '../terminal/editor.ts';

export const dlqEdit = command({
  usage: 'dlq edit ID [options]',
  about:
    'Opens the body of a message that was set aside in $VISUAL or $EDITOR, and checks what comes back against the contract of its type. The corrected copy takes the place of the original in the dead-letter queue, from where "dlq redrive" takes it back to work; the original is kept in the record.',
  options: {
    body: { type: 'string', value: 'JSON', about: 'the new body, instead of an editor' },
    'as-is': { type: 'boolean', default: false, about: 'take a body that breaks its contract too' },
    ...auditOption,
  },
  words: { least: 1, most: 1 },
  examples: ['dlq edit 1f0c9ab2', 'EDITOR="code --wait" spillway dlq edit 1f0c9ab2'],
  async run({ values, words, terminal, connect }) {
    const connection = await connect();
    const found = await findOne(connection, words[0]!);
    const given = values.body ?? (await edited(indented(found.letter.body), found.letter.id));
    const body = compact(given);
    if (body === compact(found.letter.body)) {
      terminal.note('Nothing was changed: the body is as it was.');
      return exitCodes.incomplete;
    }
    const broken = values['as-is'] ? undefined : breach(body);
    if (broken !== undefined) throw new Error(`the new body breaks its contract: ${broken}; nothing was changed`);
    await using audit = await Audit.start(values.audit, {
      what: 'edit',
      where: connection.where,
      at: await connection.now(),
      from: found.place.deadLetterQueue.queueName,
      newBody: body,
    });
    const newId = await replace(connection, found, body, audit);
    if (newId === undefined) throw new Error(`${found.letter.id} is gone or hidden now; your text is in ${audit.file}`);
    if (values.json) terminal.print(JSON.stringify({ id: newId, original: found.letter.id, audit: audit.id }));
    else {
      terminal.print(`${newId} takes the place of ${found.letter.id}.`);
      terminal.note(`Back to work: spillway dlq redrive ${found.place.source.name} --id ${newId.slice(0, 8)}`);
      terminal.note(`The original: ${audit.file}`);
    }
    return exitCodes.done;
  },
});

/** Original kept, copy sent, original deleted, in that order. */
async function replace(
  connection: Connection,
  { place, letter }: Found,
  body: string,
  audit: Audit,
): Promise<string | undefined> {
  const sqs = await connection.clients.get('sqs');
  const { visible } = await depthOf(sqs, place.deadLetterQueue.url);
  let newId: string | undefined;
  await workThrough({
    sqs,
    deadLetterQueue: place.deadLetterQueue,
    fits: ({ id }) => id === letter.id,
    most: visible,
    startedAt: Infinity,
    async secure([original]) {
      await audit.secure({ kept: [kept(original!)] });
      newId = await sendCorrected(sqs, place.deadLetterQueue, original!, body);
      await audit.secure({ copied: [[letter.id, newId]] });
      return new Map();
    },
    deleted: (ids) => audit.note({ deleted: ids }),
  });
  return newId;
}

async function sendCorrected(
  sqs: SQSClient,
  queue: QueueAddress,
  { id, attributes, groupId }: DeadLetter,
  body: string,
): Promise<string> {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: body,
      MessageAttributes: { ...attributes, editedFrom: { DataType: 'String', StringValue: id } },
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(queue.fifo && { MessageDeduplicationId: `edit-${id}` }),
    }),
  );
  return MessageId!;
}

function indented(body: string): string {
  try {
    return `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`;
  } catch {
    // What is not JSON is shown as it is: making it JSON is what the editor was opened for.
    return body;
  }
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
