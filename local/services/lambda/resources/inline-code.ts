import { hash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * A folder with code that a template holds as text, in a file named index as CloudFormation makes it; equal texts share
 * one.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function inlineCode(text: string): { readonly codePath: string; readonly codeSha256: string } {
  const codeSha256 = hash('sha256', text);
  const codePath = join(tmpdir(), `spillway-${userInfo().uid}`, 'inline-code', codeSha256);
  const file = join(codePath, 'index.js');
  if (!existsSync(file)) {
    mkdirSync(codePath, { recursive: true });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, file);
  }
  return { codePath, codeSha256 };
}
