import { jsonBody, textField } from './body.ts';
import { Provider, type OperationInput, type ProviderOptions } from './provider.ts';
import { json, type Reply } from './wire.ts';

/** A message in the mailbox: whatever the sender gave, with an id and the time it came. */
export interface Message {
  readonly id: string;
  readonly receivedAt: string;
  readonly to: string;
  readonly subject: string;
  readonly [field: string]: unknown;
}

/** The mail provider. Like real mail it knows no idempotency: sent twice is delivered twice. */
export function mailProvider(options: ProviderOptions): Provider & { messages(): Promise<Message[]> } {
  const ledger = options.ledgers<Message>('messages');
  const { now, id } = options.surroundings;

  const send = async ({ request }: OperationInput): Promise<Reply> => {
    const body = jsonBody(request);
    const given = { ...body, to: textField(body, 'to', 320), subject: textField(body, 'subject', 998) };
    const message: Message = { ...given, id: id(), receivedAt: new Date(now()).toISOString() };
    await ledger.putIfAbsent(message.id, message);
    return json(202, { id: message.id });
  };

  const list = async ({ request }: OperationInput): Promise<Reply> => {
    const to = request.query.get('to');
    const messages = await ledger.list();
    return json(200, { messages: to === null ? messages : messages.filter((message) => message.to === to) });
  };

  const provider = new Provider(
    'mail',
    [
      { name: 'send', method: 'POST', path: '/messages', run: send },
      { name: 'list', method: 'GET', path: '/messages', run: list },
    ],
    options,
  );
  return Object.assign(provider, { messages: () => ledger.list() });
}
