import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder with code that a template holds as text, in a file named index as CloudFormation makes it; equal texts share
 * one.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function inlineCode(text: string): { readonly codePath: string; readonly codeSha256: string } {
  const codeSha256 = hash('sha256', text);
  const codePath = join(tmpdir(), 'spillway-inline-code', codeSha256);
  mkdirSync(codePath, { recursive: true });
  writeFileSync(join(codePath, 'index.js'), text);
  return { codePath, codeSha256 };
}
