import { text } from 'node:stream/consumers';

/** All of standard input. */
export async function readInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Type the body and end with Ctrl-D.\n');
  return (await text(process.stdin)).replace(/\n$/, '');
}
