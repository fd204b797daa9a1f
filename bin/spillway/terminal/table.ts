export interface Column {
  readonly title: string;
  /** Numbers stand under each other at the right. */
  readonly right?: boolean;
  /** This one gives way where the line gets too long. */
  readonly flexible?: boolean;
}

const gap = 2;
const narrowest = 8;

/** Rows under their titles, within `columns` characters: the flexible column is cut, with an ellipsis in its middle. */
export function table(head: readonly Column[], rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = head.map(({ title }, index) => Math.max(title.length, ...rows.map((row) => row[index]!.length)));
  const over = widths.reduce((sum, width) => sum + width, gap * (head.length - 1)) - columns;
  const flexible = head.findIndex((column) => column.flexible === true);
  if (over > 0 && flexible >= 0) widths[flexible] = Math.max(narrowest, widths[flexible]! - over);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const text = shorten(cell, widths[index]!);
        return head[index]!.right === true ? text.padStart(widths[index]!) : text.padEnd(widths[index]!);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [line(head.map(({ title }) => title)), ...rows.map(line)];
}

/** `Orders-Confirmations` in 12 → `Orders…tions` */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = Math.floor((length - 1) / 2);
  return `${text.slice(0, length - 1 - end)}…${text.slice(text.length - end)}`;
}
