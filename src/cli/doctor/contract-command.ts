import { ContractError, type OpentrainError, type ServedSpec } from '../../api/index.ts';
import { ENDPOINTS, JOB_FIELDS, OPEN_QUESTIONS, UNUSED_OPERATIONS } from '../../contract/index.ts';
import { apiDiagnostics } from '../../provider/api-diagnostics.ts';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { CommandContext } from '../command.ts';
import { maskTokens } from '../terminal/sanitise.ts';
import { checkContract } from './contract/check-contract.ts';
import { contractJson } from './contract/contract-json.ts';
import { contractText } from './contract/contract-text.ts';
import type { DoctorClient } from './doctor-client.ts';

/** The contract that this version of otform was built on. */
export const CONTRACT = {
  endpoints: ENDPOINTS,
  unused: UNUSED_OPERATIONS,
  fields: JOB_FIELDS,
  questions: OPEN_QUESTIONS,
} as const;

/**
 * `otform doctor --contract`: three GETs, nothing is changed. Returns 1 when something that otform relies on is gone
 * or changed, or when the server could not be asked; additions and differences it copes with are 0.
 */
export async function runContractCheck(context: CommandContext, client: DoctorClient): Promise<number> {
  const { flags, io, reporter, style } = context;
  const problems: Diagnostic[] = [];
  const tryRead = async <T>(read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read();
    } catch (error) {
      problems.push(...apiDiagnostics(error, 'Nothing was changed.'));
      return null;
    }
  };
  const spec = await tryRead(() => readSpec(client));
  const capabilities = spec === null ? null : await tryRead(() => client.api.capabilities());
  const account = capabilities === null ? null : await tryRead(() => client.api.me());
  if (context.interruption.exitCode !== undefined) return context.interruption.exitCode;
  if (spec !== null) {
    const view = {
      server: client.baseUrl,
      report: checkContract(CONTRACT, spec, capabilities),
      account,
      problems,
    };
    io.stdout.write(
      flags.on('json')
        ? `${maskTokens(JSON.stringify(contractJson(view), null, 2))}\n`
        : contractText(view, style),
    );
    if (!view.report.compatible) {
      if (!flags.on('json')) reporter.report(problems);
      return 1;
    }
  }
  if (spec === null || !flags.on('json')) reporter.report(problems);
  return problems.length > 0 ? 1 : 0;
}

/** An answer that cannot be read is a finding about the document, not about the connection. */
async function readSpec(
  client: DoctorClient,
): Promise<ServedSpec | { readonly kind: 'unreadable'; readonly why: string }> {
  try {
    return await client.api.tryServedSpec();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { kind: 'unreadable', why: (error satisfies OpentrainError).facts.detail };
  }
}
