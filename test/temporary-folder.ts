import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One temporary folder for a whole run, gone at its end: each synthesis leaves an assembly behind. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-test-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
