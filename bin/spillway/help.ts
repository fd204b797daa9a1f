import { commonOptions, type Command, type Options } from './command.ts';
import type { Entry } from './commands.ts';
import { wrap } from './terminal/wrap.ts';

const targets = `Works on the embedded runtime, an emulator or AWS:
  --endpoint URL or AWS_ENDPOINT_URL      that runtime or emulator
  --region, --profile, --stack, --outputs AWS, with your usual credentials
  none of them                            "npm start" if it runs here, else AWS`;

const codes = `Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done in part, or left undone
because nobody agreed; 130 interrupted.`;

/** What `spillway --help` prints. */
export function overview(entries: readonly Entry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return [
    'Looks after a Spillway stack: queues, dead letters, journeys.',
    '',
    ...entries.map(({ name, summary }) => `  spillway ${name.padEnd(width)}  ${summary}`),
    '',
    targets,
    '',
    codes,
    '',
    '  spillway COMMAND --help   options and examples of one command',
    '',
  ].join('\n');
}

/** What `spillway COMMAND --help` prints. */
export function commandHelp({ usage, about, options, examples }: Command, columns: number): string {
  return [
    `spillway ${usage}`,
    '',
    ...wrap(about, columns),
    '',
    ...(Object.keys(options).length > 0 ? ['Options', ...optionLines(options, columns), ''] : []),
    'Where, and how it is told',
    ...optionLines(commonOptions, columns),
    '',
    'Examples',
    ...examples.map((line) => `  spillway ${line}`),
    '',
  ].join('\n');
}

const indent = 22;

function optionLines(options: Options, columns: number): string[] {
  return Object.entries(options).flatMap(([name, { value, about, default: fallback }]) => {
    const flag = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    const text = typeof fallback === 'string' ? `${about} (default ${fallback})` : about;
    const [first = '', ...more] = wrap(text, columns - indent);
    const head = flag.length < indent ? [`${flag.padEnd(indent)}${first}`] : [flag, ' '.repeat(indent) + first];
    return [...head, ...more.map((line) => ' '.repeat(indent) + line)];
  });
}
