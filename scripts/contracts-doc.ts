import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncApi } from './contracts/asyncapi.ts';
import type { JsonSchema } from './contracts/json-schema.ts';
import { openApi } from './contracts/openapi.ts';
import { brokenPromises, messageVersions } from './contracts/published.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs/contracts');
const messagesFolder = join(folder, 'messages');

/** The documents made from `contracts/`, as text by their path below `docs/contracts`. */
export function contractDocuments(): Map<string, string> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return new Map([
    ['openapi.json', text(openApi(version))],
    ['asyncapi.json', text(asyncApi(version))],
    ...messageVersions().map(({ file, schema }): [string, string] => [`messages/${file}`, text(schema)]),
  ]);
}

/** The message versions that readers rely on, by file name. */
export function publishedMessages(): Map<string, JsonSchema> {
  return new Map(
    readdirSync(messagesFolder).map((file) => [
      file,
      JSON.parse(readFileSync(join(messagesFolder, file), 'utf8')) as JsonSchema,
    ]),
  );
}

function text(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function main(): number {
  mkdirSync(messagesFolder, { recursive: true });
  const broken = brokenPromises(publishedMessages());
  if (broken.length > 0) {
    process.stderr.write(`Nothing was written. A published message would break; give it a new version:\n`);
    for (const line of broken) process.stderr.write(`  ${line}\n`);
    return 1;
  }
  for (const [path, content] of contractDocuments()) writeFileSync(join(folder, path), content);
  return 0;
}

if (import.meta.main) process.exitCode = main();
