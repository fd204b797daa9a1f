import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets a person change a text in `$VISUAL` or `$EDITOR`. The file is theirs alone and goes away afterwards.
 *
 * @throws Error in one line where no editor is set, or it ends with an error
 */
export async function edited(text: string, name: string): Promise<string> {
  const editor = process.env['VISUAL'] || process.env['EDITOR'];
  if (editor === undefined || editor === '') throw new Error('set EDITOR to an editor, or give the new --body');
  const folder = mkdtempSync(join(tmpdir(), 'spillway-'));
  try {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, text, { mode: 0o600 });
    // An editor is often set with options of its own, which the shell takes apart.
    const { status, error } = spawnSync(`${editor} "$FILE"`, {
      stdio: 'inherit',
      shell: true,
      env: { ...process.env, FILE: file },
    });
    if (error !== undefined) throw new Error(`${editor} did not start: ${error.message}`, { cause: error });
    if (status !== 0) throw new Error(`${editor} ended with ${status}: nothing was changed`);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
