import { NotSimulated } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import type { NotificationTarget } from './configuration.ts';

/** A destination that is not there, or what was wrong when it was tried. */
export interface Refused {
  readonly target: Pick<NotificationTarget, 'kind' | 'arn'>;
  readonly absent: boolean;
  readonly cause?: unknown;
}

/** What S3 answers to a configuration with these. */
export function unusable(refused: readonly Refused[]): Error {
  const cause = refused.find((one) => one.cause !== undefined)?.cause;
  if (cause instanceof NotSimulated) return cause;
  const fields: Record<string, string> = {};
  for (const [index, one] of refused.entries()) {
    const { kind, arn } = one.target;
    fields[`ArgumentName${index + 1}`] = kind === 'function' ? `${arn}, null` : arn;
    fields[`ArgumentValue${index + 1}`] = reason(one);
  }
  const message = 'Unable to validate the following destination configurations';
  return new S3Error('InvalidArgument', { message, fields, cause });
}

function reason({ target: { kind, arn }, absent }: Refused): string {
  if (kind === 'function') return `Not authorized to invoke function [${arn}]`;
  if (absent) return `The destination ${kind} does not exist`;
  return `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;
}
