import { PROPOSAL_STATUSES } from '../../contract/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import { withApi } from './api-access.ts';
import { followProposals, listProposals } from './follow-proposals.ts';
import { jobAt } from './job-entry.ts';
import { csvOutput, jsonOutput, type ProposalOutput, tableOutput } from './proposal-output.ts';

/** `otform proposals ADDRESS [-status] [-json|-csv] [-watch]`. */
export const proposalsCommand: Command = async (context) => {
  const { flags, io, interruption } = context;
  const status = statusFlag(context);
  const watching = flags.on('watch');
  const intervalMs = flags.number('interval') ?? 0;
  if (watching && intervalMs < 1)
    throw new UsageError('-interval must be more than 0, e.g. 30s.', context.name);
  const job = await jobAt(context);
  const output = chooseOutput(context, job.address, watching);
  if (!watching) {
    const rows = await withApi(context, (api) => listProposals(api, job.id, status, interruption.signal));
    io.stdout.write(output.first(rows));
    return 0;
  }
  // It is meant to be ended by an interrupt.
  interruption.notice = undefined;
  await withApi(context, (api) =>
    followProposals(api, {
      jobId: job.id,
      status,
      intervalMs,
      signal: interruption.signal,
      first: (rows) => io.stdout.write(output.first(rows)),
      more: (rows) => io.stdout.write(output.more(rows)),
      say: (line) => io.stderr.write(`${sanitise(line)}\n`),
    }),
  );
  return interruption.exitCode ?? 130;
};

function chooseOutput({ flags, name }: CommandContext, address: string, watching: boolean): ProposalOutput {
  if (flags.on('json') && flags.on('csv')) throw new UsageError('-json and -csv exclude each other.', name);
  if (flags.on('json')) return jsonOutput(watching);
  if (flags.on('csv')) return csvOutput();
  return tableOutput(`No proposals for ${sanitiseLine(address)}.`);
}

/** The server ignores case and takes spaces and hyphens for underscores [D jobs/list-proposals]. */
function statusFlag({ flags, name }: CommandContext): string | undefined {
  const given = flags.text('status');
  if (given === undefined) return undefined;
  const spelled = given.trim().toUpperCase().replace(/[ -]/g, '_');
  const known = PROPOSAL_STATUSES.find((status) => status === spelled);
  if (known === undefined) {
    throw new UsageError(`-status takes one of ${PROPOSAL_STATUSES.join(', ')}, not "${given}".`, name);
  }
  return known;
}
