import { fail } from './local/fail.ts';
import { help, parseOptions } from './local/options.ts';
import { synthesize } from './local/synthesize.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(help);
  else {
    const synthesis = options.assembly === undefined ? synthesize() : undefined;
    // The engines load while the stack is synthesized, which is another process.
    const { run } = await import('./local/run.ts');
    await run(options, synthesis);
  }
} catch (error) {
  fail(error);
}
