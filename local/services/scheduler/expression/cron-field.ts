export interface FieldRange {
  readonly least: number;
  readonly most: number;
  /** Names of the values from `least` on. */
  readonly names?: readonly string[];
}

/**
 * The values of a field of numbers: `*`, `5`, `1-5`, `0/15`, `1-30/5` and lists of these. A range may run over the end.
 *
 * @returns undefined for what is no such field
 */
export function fieldValues(text: string, range: FieldRange): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const found = itemValues(item, range);
    if (found === undefined) return undefined;
    for (const value of found) values.add(value);
  }
  return values;
}

function itemValues(item: string, range: FieldRange): number[] | undefined {
  const [, span = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const bounds = spanBounds(span, step !== undefined, range);
  const every = Number(step ?? 1);
  if (bounds === undefined || every < 1) return undefined;
  const [from, to] = bounds;
  const size = range.most - range.least + 1;
  const length = (to - from + size) % size;
  return Array.from(
    { length: Math.floor(length / every) + 1 },
    (_none, index) => range.least + ((from - range.least + index * every) % size),
  );
}

function spanBounds(span: string, stepped: boolean, range: FieldRange): readonly [number, number] | undefined {
  if (span === '*') return [range.least, range.most];
  const [first, last, ...rest] = span.split('-').map((part) => fieldValue(part, range));
  if (first === undefined || rest.length > 0) return undefined;
  if (span.includes('-')) return last === undefined ? undefined : [first, last];
  return [first, stepped ? range.most : first];
}

/** A number or a name; undefined for one out of range. */
export function fieldValue(text: string, { least, most, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named === -1 ? (/^\d+$/.test(text) ? Number(text) : Number.NaN) : least + named;
  return value >= least && value <= most ? value : undefined;
}
