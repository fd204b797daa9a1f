import { missed, type Measure } from './harness.ts';

const columns = ['measure', 'value', 'limit', 'peer', 'ratio', ''] as const;

/** The measures as a Markdown table, which is as readable on a terminal. */
export function markdown(measures: readonly Measure[]): string {
  const rows = [[...columns], columns.map(() => '---'), ...measures.map(row)];
  const widths = columns.map((_name, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map(
      (cells, index) =>
        `| ${cells.map((cell, column) => (index === 1 ? '-'.repeat(widths[column]!) : cell.padEnd(widths[column]!))).join(' | ')} |`,
    )
    .join('\n');
}

function row(measure: Measure): string[] {
  const { name, value, unit, limit, peer } = measure;
  return [
    name,
    `${shown(value)} ${unit}`.trim(),
    limit === undefined ? '' : `${limit.sign} ${shown(limit.value)}${limit.ofPeer === true ? ' ×' : ''}`,
    peer === undefined ? '' : `${peer.name}: ${shown(peer.value)}`,
    peer === undefined ? '' : shown(value / peer.value),
    missed(measure) ? 'missed' : '',
  ];
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
