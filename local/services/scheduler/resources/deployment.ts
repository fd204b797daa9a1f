import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/** A deployment acts on the rights of whoever deploys, here without limits. */
export function deploymentCall({ surroundings: { accountId } }: Scheduler): Call {
  return {
    caller: { principal: `arn:aws:iam::${accountId}:root` },
    requestId: 'deployment',
    authorize: () => undefined,
  };
}
