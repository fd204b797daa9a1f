import { invalidArgument } from '../errors.ts';
import { isRetentionMode, type ObjectLock, type Retention } from './lock.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const modeHeader = 'x-amz-object-lock-mode';
export const untilHeader = 'x-amz-object-lock-retain-until-date';
const holdHeader = 'x-amz-object-lock-legal-hold';

/**
 * The lock that a new object brings along.
 *
 * @throws S3Error `InvalidArgument`
 */
export function readLock(headers: Headers): ObjectLock | undefined {
  const hold = headers[holdHeader];
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF')
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", holdHeader, hold);
  const retention = readRetention(headers[modeHeader], headers[untilHeader]);
  if (hold === undefined && retention === undefined) return undefined;
  return { ...(retention !== undefined && { retention }), ...(hold !== undefined && { legalHold: hold }) };
}

export function lockHeaders({ retention, legalHold }: ObjectLock = {}): Headers {
  return {
    [modeHeader]: retention?.mode,
    [untilHeader]: retention === undefined ? undefined : new Date(retention.until).toISOString(),
    [holdHeader]: legalHold,
  };
}

function readRetention(mode: string | undefined, until: string | undefined): Retention | undefined {
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) {
    const message = `${untilHeader} and ${modeHeader} must both be supplied`;
    throw invalidArgument(message, mode === undefined ? untilHeader : modeHeader, mode ?? until);
  }
  if (!isRetentionMode(mode)) throw invalidArgument('Unknown wormMode directive.', modeHeader, mode);
  const time = Date.parse(until);
  if (Number.isNaN(time)) {
    const message = `The retain until date must be provided in ISO 8601 format`;
    throw invalidArgument(message, untilHeader, until);
  }
  return { mode, until: time };
}
