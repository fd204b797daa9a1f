import { run } from './spillway/run.ts';

process.exitCode = await run(process.argv.slice(2));
