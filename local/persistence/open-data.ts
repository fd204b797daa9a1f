import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folderBlobs } from '../services/s3/bodies/folder-blobs.ts';
import { DataFolder } from './data-folder.ts';
import { Persistence } from './persistence.ts';
import type { TurnableClock } from '../clock/clock.ts';
import type { Cloud } from '../services/cloud.ts';
import type { BlobStore } from '../services/s3/bodies/blob-store.ts';

/** A data folder that was read, for engines that are still to be made. */
export interface Data {
  /** Another text for every start. */
  readonly life: string;
  /** Folder of the objects' bodies. */
  readonly objects: string;
  restore(cloud: Cloud, clock: TurnableClock, onFailure: (error: Error) => void): Promise<Persistence>;
}

/** @throws Error in one line for a folder that is damaged, not writable, or in use */
export function openData(path: string): Data {
  const folder = new DataFolder(path);
  const loaded = folder.load();
  const objects = join(path, 'objects');
  return {
    life: `${loaded.log}/${loaded.logBytes}`,
    objects,
    async restore(cloud, clock, onFailure) {
      const persistence = await Persistence.start(cloud, {
        folder,
        loaded,
        now: () => clock.now(),
        catchUp: async (time) => {
          if (time > clock.now()) await clock.advance(time - clock.now());
        },
        onFailure,
      });
      // Bodies whose object was not made, or is gone.
      for (const blob of readdirSync(objects)) {
        if (!cloud.s3.bodies.holds(blob)) rmSync(join(objects, blob), { force: true });
      }
      return persistence;
    },
  };
}

/** Bodies on the disk, which go only once nothing in the log needs them. */
export function durableBlobs(folder: string, committed: () => Promise<void>): BlobStore {
  const blobs = folderBlobs(folder, true);
  return {
    ...blobs,
    remove: async (id) => {
      await committed();
      await blobs.remove(id);
    },
  };
}
