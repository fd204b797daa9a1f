import type { ConsoleRoute } from '../../local/console/routes.ts';
import type { StandIns } from '../../stand-ins/serve.ts';

/** Console pages that show what reached the outside world: the mailbox, the charges, the notifications. */
export function standInRoutes(standIns: StandIns): Readonly<Record<string, ConsoleRoute>> {
  return {
    mail: async () => ({ messages: await standIns.mail.messages() }),
    payments: async () => ({ url: `${standIns.url}/payment`, charges: await standIns.payment.charges() }),
    notifications: async () => ({ notifications: await standIns.push.notifications() }),
  };
}
