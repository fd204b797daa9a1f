import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { durableEngines } from '../../../local/persistence/engines.ts';
import { durableBlobs, openData } from '../../../local/persistence/open-data.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import type { Persistence } from '../../../local/persistence/persistence.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Call } from '../../../local/services/service.ts';

export const call: Call = {
  caller: { principal: 'arn:aws:iam::000000000000:root' },
  requestId: 'r',
  authorize: () => undefined,
};

/** One run of the simulator on a data folder. */
export interface Life {
  readonly cloud: Cloud;
  readonly clock: VirtualClock;
  readonly persistence: Persistence;
}

export async function live(folder: string, clock = new VirtualClock()): Promise<Life> {
  const data = openData(folder);
  let persistence: Persistence;
  const cloud = createCloud(
    {
      clock,
      random: seededRandom(data.life),
      accountId: '000000000000',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => undefined,
    },
    {
      environments: () => ({ invoke: async () => ({ kind: 'ok', payload: 'null' }), stop: () => undefined }),
      blobs: durableBlobs(data.objects, () => persistence?.committed() ?? Promise.resolve()),
    },
  );
  persistence = await data.restore(cloud, clock, (error) => {
    throw error;
  });
  return { cloud, clock, persistence };
}

/** All that an engine would have to say to make itself again, in a form that can be compared. */
export function stateOf(cloud: Cloud): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(durableEngines(cloud)).map(([name, engine]) => [
      name,
      [...engine.snapshot()].map((change) => JSON.parse(JSON.stringify(change)) as unknown),
    ]),
  );
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'spillway-data-'));
  return { path: join(path, 'data'), remove: () => rmSync(path, { recursive: true, force: true }) };
}
