import { fingerprint, idempotencyKey, jsonBody, textField } from './body.ts';
import { Provider, type OperationInput, type ProviderOptions } from './provider.ts';
import { json, problem, type Reply } from './wire.ts';

/** A push notification: whatever the sender gave, with an id and the time it came. */
export interface Notification {
  readonly id: string;
  readonly receivedAt: string;
  /** Whom it is for: a user or a device. */
  readonly to: string;
  readonly [field: string]: unknown;
}

interface NotificationRecord {
  readonly fingerprint: string;
  readonly notification: Notification;
}

/** The push provider: honours `Idempotency-Key` where one is sent. */
export function pushProvider(options: ProviderOptions): Provider & { notifications(): Promise<Notification[]> } {
  const ledger = options.ledgers<NotificationRecord>('notifications');
  const { now, id } = options.surroundings;
  const all = async (): Promise<Notification[]> => (await ledger.list()).map((record) => record.notification);

  const notify = async ({ request }: OperationInput): Promise<Reply> => {
    const body = jsonBody(request);
    const key = idempotencyKey(request) ?? id();
    const given = { ...body, to: textField(body, 'to', 256) };
    const notification: Notification = { ...given, id: id(), receivedAt: new Date(now()).toISOString() };
    const record: NotificationRecord = { fingerprint: fingerprint(body), notification };
    if (await ledger.putIfAbsent(key, record)) return json(202, { id: notification.id });
    const first = (await ledger.get(key))!.value;
    if (first.fingerprint === record.fingerprint) return json(202, { id: first.notification.id });
    return problem(422, 'idempotency-key-reused', `the key ${key} was used with another body`);
  };

  const provider = new Provider(
    'push',
    [
      { name: 'notify', method: 'POST', path: '/notifications', run: notify },
      {
        name: 'list',
        method: 'GET',
        path: '/notifications',
        run: async () => json(200, { notifications: await all() }),
      },
    ],
    options,
  );
  return Object.assign(provider, { notifications: all });
}
