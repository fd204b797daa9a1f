// Loaded before every script. Says in one line what would otherwise be a syntax error, and keeps what Node compiles: a
// script that has run before starts in half the time.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `Spillway runs on Node 24, this is ${process.version}. Run it as an npm script after "npm ci", which brings the right one.`,
  );
  process.exit(1);
}
module.enableCompileCache(fileURLToPath(new URL('../.spillway/compile-cache', import.meta.url)));
