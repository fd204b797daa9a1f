/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export type RetentionMode = 'GOVERNANCE' | 'COMPLIANCE';
export type LegalHold = 'ON' | 'OFF';

export interface Retention {
  readonly mode: RetentionMode;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What keeps one version from being deleted. */
export interface ObjectLock {
  readonly retention?: Retention;
  readonly legalHold?: LegalHold;
}

/** Of a bucket: present once Object Lock is on. */
export interface BucketLock {
  /** What new versions get that bring none of their own. */
  readonly byDefault?: { readonly mode: RetentionMode; readonly days?: number; readonly years?: number };
}

const day = 86_400_000;

export function isRetentionMode(text: string | undefined): text is RetentionMode {
  return text === 'GOVERNANCE' || text === 'COMPLIANCE';
}

/** The lock of a new version: its own, else the bucket's default. */
export function lockOfNew(given: ObjectLock | undefined, { byDefault }: BucketLock, now: number): ObjectLock {
  if (given?.retention !== undefined || byDefault === undefined) return given ?? {};
  const { mode, days, years = 0 } = byDefault;
  const until = days === undefined ? yearsAfter(now, years) : now + days * day;
  return { ...given, retention: { mode, until } };
}

/** Whether a version may be deleted; `bypass`: by someone who may break governance. */
export function isLocked({ retention, legalHold }: ObjectLock, now: number, bypass: boolean): boolean {
  if (legalHold === 'ON') return true;
  if (retention === undefined || retention.until <= now) return false;
  return retention.mode === 'COMPLIANCE' || !bypass;
}

/** Whether putting `next` for `current` leaves a version less protected than it was. */
export function loosens(current: Retention, next: Retention | undefined): boolean {
  return next === undefined || next.until < current.until || next.mode !== current.mode;
}

function yearsAfter(now: number, years: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}
