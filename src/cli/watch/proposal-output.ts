import { sanitiseLine } from '../terminal/sanitise.ts';
import { PROPOSAL_COLUMNS, type ProposalRow } from './proposal-row.ts';

/** Writes proposals in one of the formats, the first time with what stands above them. */
export interface ProposalOutput {
  /** The list as it is now. */
  first(rows: readonly ProposalRow[]): string;
  /** What came or changed since. */
  more(rows: readonly ProposalRow[]): string;
}

/** One JSON array; while watching, one object a line. */
export function jsonOutput(watching: boolean): ProposalOutput {
  const lines = (rows: readonly ProposalRow[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return {
    first: (rows) => (watching ? lines(rows) : `${JSON.stringify(rows, null, 2)}\n`),
    more: lines,
  };
}

/** RFC 4180: lines end with CRLF; cells with commas, quotes or line ends are quoted. */
export function csvOutput(): ProposalOutput {
  const body = (rows: readonly ProposalRow[]) =>
    rows.map((row) => `${PROPOSAL_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`).join('');
  return { first: (rows) => `${PROPOSAL_COLUMNS.join(',')}\r\n${body(rows)}`, more: body };
}

function csvCell(value: ProposalRow[keyof ProposalRow]): string {
  const text = value === null ? '' : String(value);
  // A cell that starts like a formula would run in a spreadsheet; candidates write their own names.
  const isFormula = typeof value === 'string' && /^[=+\-@\t\r]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table for people. `nothing` is said when the list is empty. */
export function tableOutput(nothing: string): ProposalOutput {
  let widths: readonly number[] = PROPOSAL_COLUMNS.map((column) => column.length);
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  const cellsOf = (row: ProposalRow) =>
    PROPOSAL_COLUMNS.map((column) => sanitiseLine(row[column] === null ? '' : String(row[column])));
  const widen = (table: readonly (readonly string[])[]) => {
    widths = widths.map((width, index) => Math.max(width, ...table.map((row) => row[index]?.length ?? 0)));
  };
  let hasHead = false;
  const more = (rows: readonly ProposalRow[]) => {
    const table = rows.map(cellsOf);
    widen(table);
    const head = hasHead || table.length === 0 ? '' : line(PROPOSAL_COLUMNS);
    hasHead ||= table.length > 0;
    return head + table.map(line).join('');
  };
  return { first: (rows) => (rows.length === 0 ? `${nothing}\n` : more(rows)), more };
}
