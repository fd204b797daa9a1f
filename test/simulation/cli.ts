import { readAssembly } from '../../local/template/assembly.ts';
import { findEntries } from '../../lib/bundling/entries.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { synthesize } from '../../bin/local/synthesize.ts';
import { HandlerCode } from './handler-code.ts';
import { runOnce } from './run.ts';

const { folder } = await synthesize();
const stacks = readAssembly(folder);
const code = await HandlerCode.compile(findEntries(repositoryRoot).filter((entry) => entry.startsWith('lambdas/')));
const from = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 1);
const started = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const t = performance.now();
  const result = await runOnce({ seed, code, stacks });
  console.log(
    seed,
    (performance.now() - t).toFixed(0) + 'ms',
    result.traceHash,
    result.world.history.entries.length,
    JSON.stringify(result.counts),
    [...result.injected].map(([k, v]) => `${k}=${v}`).join(' '),
  );
  for (const violation of result.violations.slice(0, 8)) console.log('   ', violation.id, violation.what);
}
console.log(((count / (performance.now() - started)) * 60_000).toFixed(0), 'seeds/min');
