/** Widest a column may make the others wait for; longer cells push only their own line. */
const MAX_WIDTH = 44;

/** Rows in columns, two blanks apart, the last column ragged. Cells are safe to print already. */
export function columns(rows: readonly (readonly string[])[], indent: string): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      if (cell.length <= MAX_WIDTH) widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, index) =>
        index < row.length - 1 ? cell.padEnd(widths[index] ?? 0) : cell,
      );
      return `${indent}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}
