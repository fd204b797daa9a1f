import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

/** The person or program in front of a command. */
export interface Terminal {
  /** Characters in a line: the window's, 80 where there is none. */
  readonly columns: number;
  /** Whether a person reads what is printed. */
  readonly interactive: boolean;
  /** Result, on standard output. */
  readonly print: (text: string) => void;
  /** What is going on, on standard error. */
  readonly note: (text: string) => void;
  readonly error: (text: string) => void;
  /** In colour on a terminal, unless `NO_COLOR` is set. */
  readonly paint: (style: Style, text: string) => string;
  /** Redraws one line of standard error; an empty text takes it away. Nothing where nobody watches. */
  readonly progress: (text: string) => void;
  /** Asks a yes-or-no question; undefined where there is nobody to answer. */
  readonly ask: (question: string) => Promise<boolean | undefined>;
  /** Clears the screen for the next picture of a live table; nothing where nobody watches. */
  readonly clear: () => void;
}

export function terminalOf({ stdin, stdout, stderr, env }: NodeJS.Process): Terminal {
  const colour = stdout.isTTY && (env['NO_COLOR'] ?? '') === '';
  const paint = (style: Style, text: string): string => (colour ? styleText(style, text) : text);
  const interactive = stdout.isTTY && stdin.isTTY;
  return {
    columns: stdout.columns ?? 80,
    interactive,
    print: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    error: (text) => void stderr.write(`spillway: ${text}\n`),
    paint,
    progress: (text) => void (stderr.isTTY && stderr.write(`\r\x1b[K${text}`)),
    async ask(question) {
      if (!interactive) return undefined;
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
      } finally {
        lines.close();
      }
    },
    clear: () => void (stdout.isTTY && stdout.write('\x1b[H\x1b[2J')),
  };
}
