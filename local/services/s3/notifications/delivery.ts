import { NotSimulated } from '../../aws-error.ts';
import { eventMessage, testMessage } from './event.ts';
import { unusable, type Refused } from './unusable.ts';
import { wants, type NotificationTarget } from './configuration.ts';
import type { Surroundings } from '../../service.ts';
import type { BucketRecord, ObjectVersion, PendingNotification } from '../records.ts';
import type { Cause } from '../s3.ts';
import type { Deliver, S3Ports } from '../ports.ts';
import type { Store } from '../store.ts';

const retryBaseMilliseconds = 1000;
const retryCapMilliseconds = 60_000;

/** At least once means trying on; a destination that takes nothing for this many attempts is given up, with an entry. */
const mostAttempts = 100;

/** Brings events to their destinations, after the request that caused them has been answered. */
export class Notifications {
  readonly #surroundings: Surroundings;
  readonly #store: Store;
  readonly #ports: S3Ports;

  constructor(surroundings: Surroundings, store: Store, ports: S3Ports) {
    this.#surroundings = surroundings;
    this.#store = store;
    this.#ports = ports;
  }

  announce(bucket: BucketRecord, version: ObjectVersion, cause: Cause): void {
    for (const target of bucket.notifications ?? []) {
      if (!wants(target, cause.event, version.key)) continue;
      const id = this.#surroundings.random.hex(32);
      const message = eventMessage(this.#surroundings, bucket, version, cause, target.id);
      const { kind, arn } = target;
      const { traceHeader } = cause;
      const record = { id, bucket: bucket.name, target: { kind, arn }, message, traceHeader, attempts: 0 };
      this.#store.change({ kind: 'notification', record });
      this.#schedule(record, 0);
    }
  }

  resume(): void {
    for (const record of this.#store.pending.values()) this.#schedule(record, 0);
  }

  /**
   * Sends `s3:TestEvent` to every topic and queue, and asks of every function whether it may be invoked.
   *
   * @throws S3Error `InvalidArgument` that names all that do not take it
   */
  async test(bucket: string, targets: readonly NotificationTarget[], requestId: string): Promise<void> {
    const message = testMessage(this.#surroundings, bucket, requestId);
    const refused: Refused[] = [];
    for (const target of targets) {
      const absent = target.kind !== 'function' && this.#ports.exists?.(target.arn) === false;
      try {
        if (absent) refused.push({ target, absent });
        else await this.#try(bucket, target, message);
      } catch (cause) {
        refused.push({ target, absent, cause });
      }
    }
    if (refused.length > 0) throw unusable(refused);
  }

  async #try(bucket: string, target: NotificationTarget, message: string): Promise<void> {
    const deliver = this.#deliver(target.kind);
    if (target.kind === 'function') return this.#ports.mayInvoke?.(target.arn, this.#source(bucket));
    await deliver(target.arn, message, this.#source(bucket));
    this.#journal('notification-tested', { bucket, target });
  }

  #schedule(record: PendingNotification, delay: number): void {
    const { clock } = this.#surroundings;
    clock.schedule(clock.now() + delay, () => {
      this.#attempt(record).catch((error: unknown) => this.#journal('fault', record, { error }));
    });
  }

  async #attempt(record: PendingNotification): Promise<void> {
    const { id, bucket, target, message, traceHeader } = record;
    const attempts = record.attempts + 1;
    try {
      await this.#deliver(target.kind)(target.arn, message, { ...this.#source(bucket), traceHeader });
      this.#store.change({ kind: 'notification-removed', id });
      this.#journal('notification-delivered', record, { attempts, message });
    } catch (error) {
      if (attempts >= mostAttempts) {
        this.#store.change({ kind: 'notification-removed', id });
        this.#journal('notification-dropped', record, { attempts, message, error });
        return;
      }
      this.#journal('notification-failed', record, { attempts, error });
      const next = { ...record, attempts };
      this.#store.change({ kind: 'notification', record: next });
      this.#schedule(next, Math.min(retryCapMilliseconds, retryBaseMilliseconds * 2 ** record.attempts));
    }
  }

  #deliver(kind: NotificationTarget['kind']): Deliver {
    const deliver = this.#ports[kind];
    if (deliver === undefined) throw new NotSimulated(`S3 notification to a ${kind}`);
    return deliver;
  }

  #source(bucket: string): { bucketArn: string; accountId: string } {
    return { bucketArn: `arn:aws:s3:::${bucket}`, accountId: this.#surroundings.accountId };
  }

  #journal(
    event: string,
    about: Pick<PendingNotification, 'bucket' | 'target'>,
    details: Readonly<Record<string, unknown>> = {},
  ): void {
    const resource = `arn:aws:s3:::${about.bucket}`;
    this.#surroundings.journal({ service: 's3', event, resource, destination: about.target.arn, ...details });
  }
}
