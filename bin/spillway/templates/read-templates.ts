import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Template } from '../../../lib/doctor/template.ts';

export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
}

/**
 * The templates under a path: one file, or a folder that `cdk synth` wrote, with the stages and nested stacks in it.
 *
 * @throws Error where there is none, or one is no JSON
 */
export function readTemplates(path: string): NamedTemplate[] {
  if (!existsSync(path)) throw new Error(`${path} is not there: synthesize first ("cdk synth")`);
  const files = statSync(path).isFile() ? [path] : templateFiles(path);
  if (files.length === 0) throw new Error(`${path} holds no *.template.json: synthesize first ("cdk synth")`);
  return files.map((file) => ({ name: basename(file).replace(/\.template\.json$/, ''), template: read(file) }));
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.template.json') && !/(^|\/)asset\./.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function read(file: string): Template {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Template;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
