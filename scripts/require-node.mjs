// Loaded before every script: says in one line what would otherwise be a syntax error.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `Spillway runs on Node 24, this is ${process.version}. Run it as an npm script after "npm ci", which brings the right one.`,
  );
  process.exit(1);
}
