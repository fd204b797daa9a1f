import { readFileSync } from 'node:fs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { command, exitCodes, UsageError } from '../command.ts';
import { breach } from '../dead-letters/contract.ts';
import { oneNamed, workQueues } from '../stack/queues.ts';
import { readInput } from '../terminal/read-input.ts';

export const send = command({
  usage: 'send QUEUE [options]',
  about:
    'Puts one message into a work queue, checked against the contract of its type. The body comes from --body, --file or standard input. A FIFO queue needs a group: the subject of the envelope unless --group says otherwise; it drops what was sent with the same --dedup within five minutes, which is the envelope’s id unless said otherwise.',
  options: {
    body: { type: 'string', value: 'JSON', about: 'the body' },
    file: { type: 'string', value: 'FILE', about: 'a file that holds it' },
    group: { type: 'string', value: 'ID', about: 'message group' },
    dedup: { type: 'string', value: 'ID', about: 'deduplication id' },
    attribute: { type: 'string', multiple: true, value: 'NAME=VALUE', about: 'a message attribute; may repeat' },
    delay: { type: 'string', value: 'SECONDS', about: 'keep it back, up to 900; standard queues only' },
    'as-is': { type: 'boolean', default: false, about: 'send a body that breaks its contract too' },
  },
  words: { least: 1, most: 1 },
  examples: ['send sales --file event.json', 'send vip --as-is --group x --dedup x --body "{}"'],
  async run({ values, words, terminal, connect }) {
    const body = values.body ?? (values.file === undefined ? await readInput() : readFileSync(values.file, 'utf8'));
    const broken = values['as-is'] ? undefined : breach(body);
    if (broken !== undefined)
      throw new Error(`the body breaks its contract: ${broken} (--as-is sends it all the same)`);
    const connection = await connect();
    const queue = oneNamed(await workQueues(connection), words[0]!);
    const sqs = await connection.clients.get('sqs');
    const { MessageId } = await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        MessageAttributes: Object.fromEntries((values.attribute ?? []).map(attributeOf)),
        ...(values.delay !== undefined && { DelaySeconds: Number(values.delay) }),
        ...(queue.fifo && fifoFields(body, values)),
      }),
    );
    terminal.print(values.json ? JSON.stringify({ queue: queue.name, messageId: MessageId }) : MessageId!);
    return exitCodes.done;
  },
});

function attributeOf(text: string): [string, { DataType: string; StringValue: string }] {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--attribute must be NAME=VALUE, got ${text}`);
  return [name, { DataType: 'String', StringValue: value }];
}

function fifoFields(body: string, { group, dedup }: { readonly group?: string; readonly dedup?: string }) {
  const { subject, id } = envelopeOf(body);
  const [groupId, deduplicationId] = [group ?? subject, dedup ?? id];
  if (groupId === undefined || deduplicationId === undefined)
    throw new UsageError('this is a FIFO queue: name a --group and a --dedup, as the body has no subject or id');
  return { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId };
}

function envelopeOf(body: string): { readonly subject?: string; readonly id?: string } {
  try {
    return (JSON.parse(body) ?? {}) as { subject?: string; id?: string };
  } catch {
    // Sent as it is, as asked.
    return {};
  }
}
