import { diagnosticCodes, type FoundCode } from './diagnostic-codes.ts';
import { code, table } from './markdown.ts';
import { API_REMEDIES, JOB_REMEDIES } from './remedies/jobs.ts';
import { NEW_REMEDIES } from './remedies/new.ts';
import { PLUGIN_REMEDIES } from './remedies/plugin.ts';
import { PROGRAM_REMEDIES } from './remedies/program.ts';
import { ACCOUNT_REMEDIES, COMMAND_REMEDIES, STATE_REMEDIES } from './remedies/state.ts';

/** The hand-written texts, by the section of the page they stand in. */
export const REMEDIES = {
  jobs: JOB_REMEDIES,
  answers: API_REMEDIES,
  program: PROGRAM_REMEDIES,
  state: STATE_REMEDIES,
  account: ACCOUNT_REMEDIES,
  commands: COMMAND_REMEDIES,
  new: NEW_REMEDIES,
  terraform: PLUGIN_REMEDIES,
} as const;

function section(remedies: Readonly<Record<string, string>>, found: ReadonlyMap<string, FoundCode>): string {
  const rows = Object.entries(remedies).map(([name, text]) => [
    (found.get(name)?.titles ?? []).join('; '),
    text,
    code(name),
  ]);
  return table(['title', 'what it means, what to do', 'code'], rows);
}

/** Generated sections of docs/troubleshooting.md. The titles come from the sources, so that they can be searched for. */
export async function troubleshootingSections(): Promise<Readonly<Record<string, string>>> {
  const found = new Map((await diagnosticCodes()).map((one) => [one.code, one]));
  return Object.fromEntries(
    Object.entries(REMEDIES).map(([name, remedies]) => [name, section(remedies, found)]),
  );
}
