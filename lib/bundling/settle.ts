import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a finished folder in its place. Another process may have arrived first with the same content: then that one stays. */
export function settle(workshop: string, folder: string): void {
  try {
    renameSync(workshop, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
  }
}
