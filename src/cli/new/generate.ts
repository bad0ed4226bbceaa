import type { MyJob, OpentrainApi, PublicJob } from '../../api/index.ts';
import { MAX_PAGE_SIZE } from '../../contract/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { JobCode } from '../codegen/job-code.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { uiLine } from '../views/json-lines.ts';
import { withApi } from '../watch/api-access.ts';
import { DraftRecord } from './draft-record.ts';
import { addressOf, DraftRun, fieldsOfState, type JobState, readJob, type StepResult } from './draft-run.ts';
import { checkName, identityInHcl, identityInStack, suggestName } from './job-name.ts';
import { talkStream } from './new-report.ts';
import { chooseCodePlace, codeOf, placeCode } from './place-code.ts';
import { openWorkspace, refuseDeclared, type Workspace } from './workspace.ts';

/** `otform import -generate ID [NAME]`: takes over an existing job and writes the code that declares it. */
export const generateCommand: Command = async (context) => {
  const { positionals } = context;
  const [id, named] = positionals;
  if (id === undefined) throw new UsageError('import -generate takes ID and, if you like, NAME.', 'import');
  if (named !== undefined) checkName(named);
  const workspace = await openWorkspace(context);
  const { row, page } = await withApi(context, (api) => look(context, api, id));
  const name = named ?? suggestName({ attribute: 'text', text: row.title ?? '', file: null });
  const address = addressOf(name);
  refuseDeclared(workspace, address, name);
  const held = await readJob(workspace.statePath, name);
  if (held !== null && held.id !== id) {
    throw configError(
      'generate-name-taken',
      'Name Taken',
      `${address} is job ${String(held.id)} in the state. Choose another name:\n    otform import -generate ${id} NAME`,
    );
  }
  const place = await chooseCodePlace(context, workspace, name, held !== null);
  const bare = bareCode(workspace, name, id);
  const job = await takeOver(context, workspace, bare, id, held);
  if (job === null) return context.interruption.exitCode ?? 1;
  const code: JobCode = {
    ...bare,
    fields: fieldsOfState(job),
    publish: job.status !== 'DRAFT',
    identity: workspace.kind === 'terraform' ? bare.identity : null,
    notes: notesOf(id, page),
  };
  const next = await placeCode(context, workspace, place, code);
  if (context.flags.on('json')) {
    const fields = { address, id, file: place.path, code: codeOf(workspace, code), next };
    context.io.stdout.write(uiLine({ message: `Code of ${address}`, type: 'generated_code', fields }));
    return 0;
  }
  talkStream(context).write(
    `${sanitiseLine(address)} is job ${sanitiseLine(id)} (${sanitiseLine(String(job.status))}). No job was changed.\n` +
      `${place.path === null ? '' : `Code: ${sanitiseLine(place.shown)}\n`}` +
      'Only what OpenTrain shows of a job is declared; fields left out stay as they are.\n\n' +
      `${next.join('\n')}\n`,
  );
  return 0;
};

/** The job in the account's list, and its public page where it has one. */
async function look(
  { interruption }: CommandContext,
  api: OpentrainApi,
  id: string,
): Promise<{ readonly row: MyJob; readonly page: PublicJob | null }> {
  const { signal } = interruption;
  for await (const { items } of api.myJobs({ limit: MAX_PAGE_SIZE }, { signal })) {
    const row = items.find((job) => job.id === id);
    if (row !== undefined)
      return { row, page: row.status === 'OPEN' ? await api.publicJob(id, { signal }) : null };
  }
  throw configError(
    'generate-not-found',
    'Job Not Found',
    `The account has no job ${id}. Nothing was changed.`,
  );
}

/** Puts the job into the state, as declared by the code to be. Null when that failed, which has been reported. */
async function takeOver(
  context: CommandContext,
  workspace: Workspace,
  bare: JobCode,
  id: string,
  held: JobState | null,
): Promise<JobState | null> {
  const record = new DraftRecord(workspace.projectDir, workspace.stack, bare.name);
  const run = await DraftRun.open(context, workspace, bare.name, record);
  const taken = (step: StepResult) => {
    context.reporter.report(step.diagnostics);
    return step.ok ? step.job : null;
  };
  try {
    await run.checkProgram();
    const imported = held ?? taken(await run.adopt(bare, id));
    if (imported === null) return null;
    const fields = fieldsOfState(imported);
    return taken(await run.declare({ ...bare, fields, publish: imported.status !== 'DRAFT' }, true));
  } finally {
    record.reset();
    await run.close();
  }
}

function bareCode(workspace: Workspace, name: string, id: string): JobCode {
  const key =
    workspace.kind === 'terraform' ? identityInHcl(name, id) : identityInStack(workspace.stackPath, name);
  return {
    name,
    source: null,
    fields: {},
    publish: true,
    identity: { externalId: key, idempotencyKey: key },
    notes: [],
  };
}

/** What the public page shows is for reading only: display words, cached, and not what a PATCH takes [D jobs/get]. */
const SHOWN = ['experienceLevel', 'category', 'dataType', 'labelTypes', 'languages', 'countries', 'pay'];

function notesOf(id: string, page: PublicJob | null): readonly string[] {
  const notes = [`Taken over from job ${id}.`];
  if (page === null || !page.listed) return notes;
  const { job } = page;
  const shown = SHOWN.filter((key) => job[key] !== undefined && job[key] !== null);
  if (shown.length === 0) return notes;
  return [
    ...notes,
    '',
    'Its public page shows, in display words:',
    ...shown.map((key) => `- ${key}: ${JSON.stringify(job[key])}`),
  ];
}
