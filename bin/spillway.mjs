#!/usr/bin/env node
// Node 24 runs the TypeScript as it is. An older Node hands over to the project's own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major] = process.versions.node.split('.').map(Number);
const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
const command = fileURLToPath(new URL('spillway.ts', import.meta.url));

if (major >= 24) await import('./spillway.ts');
else if (existsSync(own)) {
  const { status, signal } = spawnSync(own, [command, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
} else {
  console.error(`spillway: needs Node 24, this is ${process.version}. "npm ci" brings the right one.`);
  process.exitCode = 1;
}
