import { createHash } from 'node:crypto';

const suffixLength = 12;

/**
 * A physical name in CloudFormation's form, `stack-logicalId-SUFFIX`. The suffix is a hash of both, so that the same
 * stack gets the same names in every run.
 */
export function physicalName(stackName: string, logicalId: string, longest: number): string {
  const suffix = hashed(`${stackName}/${logicalId}`).toUpperCase().slice(0, suffixLength);
  const room = longest - suffix.length - 2;
  if (room < 2) return suffix.slice(0, longest);
  const forStack = Math.max(Math.floor(room / 2), room - logicalId.length);
  const stack = stackName.slice(0, forStack);
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`;
}

/** `arn:aws:cloudformation:…:stack/name/uuid`, the same in every run. */
export function stackId(stackName: string, accountId: string, region: string): string {
  const digits = createHash('sha256').update(`${accountId}/${region}/${stackName}`).digest('hex');
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ];
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${parts.join('-')}`;
}

function hashed(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 24);
  return BigInt(`0x${digest}`).toString(36).padStart(suffixLength, '0');
}
