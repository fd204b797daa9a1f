import type { Audit, Line } from '../audit.ts';
import type { QueueAddress } from '../stack/queues.ts';
import { resend } from './resend.ts';
import { workThrough, type Outcome, type Work } from './work-through.ts';

export interface Redrive extends Omit<Work, 'secure' | 'deleted'> {
  readonly source: QueueAddress;
  readonly audit: Pick<Audit, 'secure' | 'note'>;
  /** Ids that an interrupted run has copied and not deleted: they are deleted, not copied again. */
  readonly copied?: ReadonlySet<string>;
}

/**
 * Takes messages back to their work queue: receive, copy, write down which copy is which, delete. Cut off before the
 * writing down, a message may be copied twice, which consumers bear and a FIFO queue drops within five minutes; cut off
 * after it, the next run knows the copy.
 */
export function redrive({ source, audit, copied: before = new Set(), ...work }: Redrive): Promise<Outcome> {
  return workThrough({
    ...work,
    async secure(letters) {
      const { copies, refused } = await resend(
        work.sqs,
        source,
        letters.filter(({ id }) => !before.has(id)),
      );
      if (copies.size > 0) await audit.secure({ copied: [...copies] });
      if (refused.size > 0) await audit.note({ refused: [...refused] });
      return refused;
    },
    deleted: (ids) => audit.note({ deleted: ids }),
  });
}

/** Ids that a record says were copied and does not say were deleted. */
export function copiedOnly(lines: readonly Line[]): Set<string> {
  const open = new Set<string>();
  for (const { copied, deleted } of lines as { copied?: [string, string][]; deleted?: string[] }[]) {
    for (const [id] of copied ?? []) open.add(id);
    for (const id of deleted ?? []) open.delete(id);
  }
  return open;
}
