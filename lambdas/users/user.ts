/** A user as it is stored. */
export interface User {
  readonly userId: string;
  /** As it was given: mail goes there. */
  readonly email: string;
  readonly name?: string;
  /** Hash of the body that registered it: another body under the same key is another request. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly registeredAt: string;
}

/**
 * The form in which addresses are compared. Mail systems may tell letters apart before the `@` and none of note does
 * (RFC 5321 §2.4), so that two addresses which differ in case are one person's.
 */
export function emailKey(email: string): string {
  return email.toLowerCase();
}
