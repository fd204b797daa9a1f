import type { Claim, Line, Measure, Scenario, Side, Story } from './scenario.ts';
import { clockTime } from './tell.ts';

export type Emphasis = 'bold' | 'dim' | 'red' | 'green';

export interface PageOptions {
  /** Characters in a line, at least 40. */
  readonly columns: number;
  readonly paint: (emphasis: Emphasis, text: string) => string;
}

/** Lines of one side that a reader is asked to read; what is between the first and the last of more is counted. */
const longestTimeline = 16;

/** A scenario's story as text for people. */
export function page(
  { name, summary, setting, page }: Scenario,
  story: Story,
  { columns, paint }: PageOptions,
): string {
  const wide = (text: string, indent = 0): string[] =>
    wrapped(text, columns - indent).map((line) => ' '.repeat(indent) + line);
  return [
    paint('bold', `${name}: ${summary}`),
    '',
    ...wide(setting),
    ...story.sides.flatMap((side) => [
      '',
      paint('bold', side.name),
      ...wide(side.how, 2).map((line) => paint('dim', line)),
      ...timeline(side, columns),
    ]),
    '',
    ...measures(story, columns, paint),
    '',
    paint('bold', 'What this shows'),
    ...story.claims.flatMap((claim) => claimLines(claim, columns, paint)),
    '',
    paint('dim', `More: ${page}`),
    '',
  ].join('\n');
}

function timeline({ timeline }: Side, columns: number): string[] {
  const width = Math.max(...timeline.map(({ who }) => who.length));
  const clock = Math.max(...timeline.map(({ at }) => clockTime(at).length));
  const text = ({ at, who, what }: Line): string =>
    shortened(`  ${clockTime(at).padStart(clock)}  ${who.padEnd(width)}  ${what}`, columns);
  if (timeline.length <= longestTimeline) return timeline.map(text);
  const half = longestTimeline / 2;
  const between = timeline.length - longestTimeline;
  return [
    ...timeline.slice(0, half).map(text),
    `  ${'…'.padStart(clock)}  ${between} more`,
    ...timeline.slice(-half).map(text),
  ];
}

function measures({ sides, measures }: Story, columns: number, paint: PageOptions['paint']): string[] {
  if (measures.length === 0) return [];
  const rows = measures.map(({ what, values }: Measure) => [what, ...values.map(String)]);
  const head = ['', ...(sides.length > 1 ? sides.map(({ name }) => name) : [''])];
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]!.length)));
  widths[0] = Math.min(widths[0]!, columns - widths.slice(1).reduce((sum, width) => sum + width + 2, 2));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!))).join('  ')}`.trimEnd();
  return [...(sides.length > 1 ? [paint('dim', line(head))] : []), ...rows.map(line)];
}

function claimLines({ says, holds }: Claim, columns: number, paint: PageOptions['paint']): string[] {
  const [first = '', ...more] = wrapped(says, columns - 4);
  const mark = holds ? paint('green', '✓') : paint('red', '✗');
  return [`  ${mark} ${first}`, ...more.map((line) => `    ${line}`)];
}

function shortened(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
