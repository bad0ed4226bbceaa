import { hasErrors } from '../../provider/diagnostics.ts';
import { isObjectValue, type ObjectValue, type Value } from '../../provider/values.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { openEngine } from '../runtime/engine-session.ts';
import { readStackState } from '../runtime/stack-state.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { plainText } from '../views/diagnostic-text.ts';
import { valueJson } from '../views/json-lines.ts';
import { instancesOf, notInState } from './state-read.ts';

const COLUMNS = [
  'id',
  'status',
  'candidate_name',
  'country',
  'bid_usd',
  'bid_unit',
  'match_score',
  'created_at',
];

/** `otform proposals ADDRESS [--status] [--json|--csv]`. */
export const proposalsCommand: Command = async (context) => {
  const { flags, io, reporter } = context;
  if (flags.on('json') && flags.on('csv'))
    throw new UsageError('-json and -csv exclude each other.', 'proposals');
  const { state } = await readStackState(context);
  const [address = ''] = context.positionals;
  const entry = instancesOf(state).find((candidate) => candidate.address === address);
  if (entry === undefined) throw notInState(address, state);
  const jobId = entry.instance.attributes.id;
  if (entry.resource.type !== 'opentrain_job' || typeof jobId !== 'string') {
    throw configError('not-a-job', 'Not a Job', `${address} is no opentrain_job, so it has no proposals.`);
  }
  const session = await openEngine(context, (event) => {
    if (event.type === 'waiting') io.stderr.write(`${plainText(event.message)}\n`);
  });
  try {
    if (session.notice !== undefined) io.stderr.write(`${session.notice}\n`);
    const status = flags.text('status') ?? null;
    const found = await session.engine.readDataSource('opentrain_proposals', {
      job_id: jobId,
      status,
      limit: null,
    });
    reporter.report(found.diagnostics);
    if (found.state === null || hasErrors(found.diagnostics)) return context.interruption.exitCode ?? 1;
    const rows = Array.isArray(found.state.proposals) ? found.state.proposals.filter(isObjectValue) : [];
    if (flags.on('json')) io.stdout.write(`${JSON.stringify(rows.map(valueJson), null, 2)}\n`);
    else if (flags.on('csv')) io.stdout.write(csvText(rows));
    else io.stdout.write(rows.length === 0 ? `No proposals for ${plainText(address)}.\n` : tableText(rows));
    return 0;
  } finally {
    await session.close();
  }
};

function cellText(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function csvText(rows: readonly ObjectValue[]): string {
  // A cell that starts like a formula would run in a spreadsheet; candidates write their own names.
  const quote = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map((row) => COLUMNS.map((column) => quote(cellText(row[column]))).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function tableText(rows: readonly ObjectValue[]): string {
  const table = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => sanitiseLine(cellText(row[column]))))];
  const widths = COLUMNS.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  return table
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
