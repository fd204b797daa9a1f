import { memoryLedgers } from './ledger.ts';
import { mailProvider } from './mail.ts';
import { paymentProvider } from './payment.ts';
import { pushProvider } from './push.ts';
import { realSurroundings } from './surroundings.ts';
import { problem, type Answer, type Request } from './wire.ts';
import type { ProviderOptions } from './provider.ts';

/** All providers behind one address: `/payment/…`, `/mail/…`, `/push/…`. */
export interface Providers {
  readonly payment: ReturnType<typeof paymentProvider>;
  readonly mail: ReturnType<typeof mailProvider>;
  readonly push: ReturnType<typeof pushProvider>;
  readonly handle: (request: Request) => Promise<Answer>;
}

export function providers(given: Partial<ProviderOptions> = {}): Providers {
  const options = { ledgers: memoryLedgers(), surroundings: realSurroundings, ...given };
  const mounted = { payment: paymentProvider(options), mail: mailProvider(options), push: pushProvider(options) };
  const byName = new Map(Object.entries(mounted));
  const handle = async (request: Request): Promise<Answer> => {
    const [, name, rest] = /^\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
    const provider = byName.get(name ?? '');
    if (provider === undefined || rest === undefined) {
      return problem(404, 'no-such-route', `expected /payment/…, /mail/… or /push/…, got ${request.path}`);
    }
    return provider.handle({ ...request, path: rest });
  };
  return { ...mounted, handle };
}
