import type { Validation } from '../../api/index.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import { SOURCE_ATTRIBUTES, type SourceAttribute } from '../../provider/source.ts';
import { UsageError } from '../args/usage-error.ts';
import type { JobCode } from '../codegen/job-code.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { canAsk } from '../terminal/prompt.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { askForDescription, askGaps, askToPublish, confirmUnsure, type Desk } from './ask.ts';
import { DraftRecord } from './draft-record.ts';
import { addressOf, DraftRun, fieldsOfState, hasLeftovers, type JobState, readJob } from './draft-run.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { type Fields, readGivenAnswers } from './given-answers.ts';
import { checkName, identityInHcl, identityInStack, suggestName } from './job-name.ts';
import { NewReport, talkStream } from './new-report.ts';
import { type CodePlace, chooseCodePlace, codeOf, placeCode } from './place-code.ts';
import { readSourceInput, type SourceInput } from './source-input.ts';
import { TerminalLines } from './terminal-lines.ts';
import { unsureFields } from './understood-text.ts';
import { openWorkspace, refuseDeclared, type Workspace } from './workspace.ts';

/** `otform new [NAME]`: a description becomes a draft, its code and its state entry. */
export const newCommand: Command = async (context) => {
  const { flags, io, interruption, style } = context;
  const given = await readSourceInput(context);
  const readsStdin = given !== null && given.file === null;
  const asks = !flags.on('json') && !readsStdin && canAsk(io, flags.on('input'));
  const answers = await readGivenAnswers(context);
  const out = talkStream(context);
  const desk = asks ? { out, style, lines: new TerminalLines(io, interruption.signal) } : null;
  try {
    return await new NewJob(context, desk, answers).make(given);
  } finally {
    desk?.lines.close();
  }
};

/** One run of the command. */
class NewJob {
  readonly #context: CommandContext;
  readonly #desk: Desk | null;
  readonly #given: Fields;
  readonly #report: NewReport;

  constructor(context: CommandContext, desk: Desk | null, given: Fields) {
    this.#context = context;
    this.#desk = desk;
    this.#given = given;
    this.#report = new NewReport(context);
  }

  async make(given: SourceInput | null): Promise<number> {
    const { positionals, interruption } = this.#context;
    const [named] = positionals;
    if (named !== undefined) checkName(named);
    const workspace = await openWorkspace(this.#context);
    const earlier = named === undefined ? null : await readJob(workspace.statePath, named);
    const source = given ?? sourceOfState(earlier) ?? (await this.#askForSource());
    if (source === null) return interruption.exitCode ?? 1;
    const name = named ?? suggestName(source);
    const existing = earlier ?? (await readJob(workspace.statePath, name));
    refuseDeclared(workspace, addressOf(name), name);
    const place = await chooseCodePlace(this.#context, workspace, name, existing !== null);
    const record = new DraftRecord(workspace.projectDir, workspace.stack, name);
    if (existing === null && !(await hasLeftovers(workspace.statePath))) record.reset();
    const run = await DraftRun.open(this.#context, workspace, name, record);
    try {
      return await this.#finish(run, workspace, place, record, this.#code(workspace, name, source));
    } finally {
      await run.close();
    }
  }

  async #askForSource(): Promise<SourceInput | null> {
    if (this.#desk === null) {
      throw new UsageError(
        'new needs a description: -text=FILE (or -text=- for standard input), -schema-org, -indeed-xml, -hr-xml or -canonical.',
        'new',
      );
    }
    const text = await askForDescription(this.#desk);
    return text === undefined ? null : { attribute: 'text', text, file: null };
  }

  #code(workspace: Workspace, name: string, source: SourceInput): JobCode {
    const key =
      workspace.kind === 'terraform'
        ? identityInHcl(name, source.text)
        : identityInStack(workspace.stackPath, name);
    return {
      name,
      source,
      fields: {},
      publish: false,
      identity: { externalId: key, idempotencyKey: key },
      notes: [],
    };
  }

  async #finish(
    run: DraftRun,
    workspace: Workspace,
    place: CodePlace,
    record: DraftRecord,
    bare: JobCode,
  ): Promise<number> {
    const { interruption } = this.#context;
    await run.checkProgram();
    let fields: Fields = { ...record.answers, ...this.#given };
    let step = await this.#declare(run, record, { ...bare, fields });
    if (step === null) return interruption.exitCode ?? 1;
    this.#report.understood(run.address, step, record.understood);
    const isDraft = step.status === 'DRAFT';
    if (isDraft && this.#desk !== null) {
      const asked = await this.#ask(run, record, bare, fields, step);
      if (asked === null) return interruption.exitCode ?? 1;
      ({ fields, step } = asked);
    }
    const gaps = isDraft ? gapsOf(record.validation, fieldsOfState(step)) : [];
    const issues = isDraft ? (record.validation?.issues ?? []) : [];
    if (gaps.length > 0) {
      this.#report.missing(bare.name, gaps, issues);
      return interruption.exitCode ?? 1;
    }
    const publish = !isDraft || (await this.#wantsToPublish(step, record.validation));
    if (interruption.signal.aborted) return interruption.exitCode ?? 130;
    const job: JobCode = {
      ...bare,
      fields,
      publish,
      identity: workspace.kind === 'terraform' ? bare.identity : null,
      notes: [`Made by \`otform new\`: job ${String(step.id)}.`],
    };
    const next = await placeCode(this.#context, workspace, place, job);
    let code = 0;
    if (isDraft && publish) {
      const published = await this.#declare(run, record, { ...bare, fields, publish: true });
      // The code is written and says "publish": what to do with it must be told in any case.
      step = published ?? step;
      code = published === null ? (interruption.exitCode ?? 1) : published.status === 'DRAFT' ? 3 : 0;
    }
    record.reset();
    this.#report.done({ job: step, place, code: codeOf(workspace, job), publish, next, issues });
    return code;
  }

  /** Asks until the server has no more questions; null when the input ended. */
  async #ask(run: DraftRun, record: DraftRecord, bare: JobCode, before: Fields, first: JobState) {
    const desk = this.#desk;
    if (desk === null) return null;
    let step = first;
    let fields = before;
    const changed = await confirmUnsure(desk, unsureFields(record.understood, fields));
    let answers: Fields | undefined = changed;
    let asked: readonly Gap[] = [];
    for (;;) {
      if (answers === undefined) return this.#left(bare.name);
      if (Object.keys(answers).length > 0) {
        fields = { ...fields, ...answers };
        record.noteAnswers(fields);
        const next = await this.#declare(run, record, { ...bare, fields });
        if (next === null) return null;
        step = next;
      }
      const gaps = gapsOf(record.validation, fieldsOfState(step));
      const isStuck = gaps.length > 0 && sameQuestions(gaps, asked);
      if (gaps.length === 0 || isStuck) return { fields, step };
      asked = gaps;
      answers = await askGaps(desk, gaps);
    }
  }

  #left(name: string): null {
    talkStream(this.#context).write(
      `\n\nStopped. The draft is in the state as ${sanitiseLine(addressOf(name))}; the same command goes on with it:\n    otform new ${name}\n`,
    );
    return null;
  }

  async #wantsToPublish(job: JobState, validation: Validation | null): Promise<boolean> {
    const refused = validation !== null && !validation.publishReady;
    if (this.#desk === null || refused || this.#context.flags.on('no-publish')) return false;
    return askToPublish(this.#desk, JSON.stringify(sanitiseLine(String(job.job_title ?? job.id))));
  }

  /** One step; null when it failed, which has been reported. */
  async #declare(run: DraftRun, record: DraftRecord, job: JobCode): Promise<JobState | null> {
    const { answers } = record;
    if (Object.keys(job.fields).length > 0) record.noteAnswers(job.fields);
    const step = await run.declare(job);
    // A refused answer must not come back with the next run.
    if (hasErrors(step.diagnostics)) record.noteAnswers(answers);
    this.#report.diagnostics(step.diagnostics);
    if (step.ok && step.job !== null) return step.job;
    if (!hasErrors(step.diagnostics) && step.outcome !== 'interrupted') {
      throw configError(
        'new-nothing-made',
        'No Draft Was Made',
        `${run.address} is not in the state after the run (${step.outcome}).`,
      );
    }
    this.#report.failed(run.address, step.job);
    return null;
  }
}

/** The description that a draft in the state was made from. */
function sourceOfState(job: JobState | null): SourceInput | null {
  const source = job?.source;
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return null;
  const parts = source as Readonly<Record<string, unknown>>;
  const attribute = SOURCE_ATTRIBUTES.find(
    (name): name is SourceAttribute => typeof parts[name] === 'string',
  );
  return attribute === undefined ? null : { attribute, text: String(parts[attribute]), file: null };
}

function sameQuestions(a: readonly Gap[], b: readonly Gap[]): boolean {
  const keys = (gaps: readonly Gap[]) =>
    gaps
      .map((gap) => gap.kind.key)
      .sort()
      .join();
  return keys(a) === keys(b);
}
