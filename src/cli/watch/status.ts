import type { MyJob, OpentrainApi } from '../../api/index.ts';
import { MAX_PAGE_SIZE } from '../../contract/index.ts';
import type { Command } from '../command.ts';
import { readStackState } from '../runtime/stack-state.ts';
import { maskTokens, sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import { withApi } from './api-access.ts';
import { jobEntries } from './job-entry.ts';
import { type StatusRow, statusRow } from './status-row.ts';

/** `otform status [-json]`: the jobs of the stack, from the state and one pass over the account's list. */
export const statusCommand: Command = async (context) => {
  const { flags, io, style, interruption } = context;
  const { state } = await readStackState(context);
  const jobs = jobEntries(state);
  const listed =
    jobs.length === 0
      ? new Map<string, MyJob>()
      : await withApi(context, (api) =>
          findJobs(
            api,
            jobs.map((job) => job.id),
            interruption.signal,
          ),
        );
  const rows = jobs.map((job) => statusRow(job, listed.get(job.id) ?? null));
  if (flags.on('json'))
    io.stdout.write(`${maskTokens(JSON.stringify({ format_version: '1.0', jobs: rows }, null, 2))}\n`);
  else io.stdout.write(rows.length === 0 ? 'The state has no jobs.\n' : statusText(rows, style));
  return 0;
};

/** Rows of these jobs; reading ends with the page on which the last of them was seen. */
async function findJobs(
  api: OpentrainApi,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MyJob>> {
  const wanted = new Set(ids);
  const found = new Map<string, MyJob>();
  for await (const page of api.myJobs({ limit: MAX_PAGE_SIZE }, { signal })) {
    for (const job of page.items) if (wanted.has(job.id)) found.set(job.id, job);
    if (found.size === wanted.size) break;
  }
  return found;
}

const HEAD = ['ADDRESS', 'STATUS', 'PUBLISHED', 'PROPOSALS', 'LAST CHANGE', 'URL'];

function statusText(rows: readonly StatusRow[], style: Style): string {
  const table = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const waiting = rows.filter((row) => row.waiting !== null);
  const reasons = waiting.map(
    (row) => `  ${sanitiseLine(row.address)}: ${sanitiseLine(row.waiting ?? '')}\n`,
  );
  const missing = rows.filter((row) => !row.listed);
  return [
    `${lines.join('\n')}\n`,
    ...(waiting.length === 0
      ? []
      : [`\n${style.bold(`Waiting to be published (${waiting.length}):`)}\n${reasons.join('')}`]),
    ...(missing.length === 0
      ? []
      : [
          `\n${style.bold(`Not in the account's list (${missing.length}):`)} ${missing.map((row) => sanitiseLine(row.address)).join(', ')}\n  The status shown is the state's. \`otform plan\` finds out more.\n`,
        ]),
  ].join('');
}

function cells(row: StatusRow): string[] {
  const { proposals } = row;
  return [
    row.address,
    row.listed ? row.status : `${row.status}?`,
    row.published ? 'yes' : 'no',
    proposals === null ? '-' : `${proposals.total} (${proposals.unreviewed} unreviewed)`,
    row.updated_at ?? '-',
    row.url ?? '-',
  ].map((cell) => sanitiseLine(cell));
}
