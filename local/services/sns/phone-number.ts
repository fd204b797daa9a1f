import { invalidParameter } from './errors.ts';

/** E.164 with digits alone: the plus may be missing. */
export function isPhoneNumber(text: string): boolean {
  return /^\+?[1-9]\d{1,14}$/.test(text);
}

/** @throws AwsError `InvalidParameter` */
export function checkPhoneNumber(given = ''): void {
  if (!isPhoneNumber(given)) throw invalidParameter('PhoneNumber Reason: input incorrectly formatted');
}
