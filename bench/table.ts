import type { Row } from './rows.ts';

function cells(row: Row): readonly string[] {
  return [
    row.name,
    row.seconds < 1 ? `${Math.round(row.seconds * 1000)} ms` : `${row.seconds.toFixed(2)} s`,
    row.ratio === null ? '' : `${row.ratio.toFixed(2)} ×`,
    row.requests === null ? '' : String(row.requests),
    row.peakMb === null ? '' : `${Math.round(row.peakMb)} MB`,
    row.must,
    row.met === null ? '' : row.met ? 'yes' : 'NO',
  ];
}

/** The rows as a text table, with the medians of all rounds. */
export function renderTable(rows: readonly Row[]): string {
  const lines = [['row', 'median', 'ratio', 'requests', 'peak', 'must', 'met'], ...rows.map(cells)];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
