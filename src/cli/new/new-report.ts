import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { CommandContext } from '../command.ts';
import type { OutputStream } from '../terminal/io.ts';
import { maskTokens, sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import { diagnosticJson } from '../views/json-lines.ts';
import type { Understanding } from './draft-record.ts';
import type { JobState } from './draft-run.ts';
import type { Gap } from './gaps.ts';
import type { CodePlace } from './place-code.ts';
import { missingText, understoodText } from './understood-text.ts';

/** Where a person is talked to. With -out=- the code alone goes to standard output. */
export function talkStream({ flags, io }: CommandContext): OutputStream {
  return flags.text('out') === '-' ? io.stderr : io.stdout;
}

/** A job whose code is written. */
export interface NewJobEnd {
  readonly job: JobState;
  readonly place: CodePlace;
  readonly code: string;
  /** What the code says: published, or kept as a draft. */
  readonly publish: boolean;
  /** Lines that say what is left to do. */
  readonly next: readonly string[];
  readonly issues: readonly string[];
}

function standing({ job, publish }: NewJobEnd): string {
  const status = String(job.status);
  if (status !== 'DRAFT') return typeof job.job_url === 'string' ? `${status} ${job.job_url}` : status;
  return publish
    ? 'still a draft; the next apply tries to publish it again'
    : 'a draft; the next apply publishes it once the code no longer says publish = false';
}

/** Tells what happened: as text while it happens, or with -json as one document at the end. */
export class NewReport {
  readonly #context: CommandContext;
  readonly #json: boolean;
  readonly #collected: Diagnostic[] = [];
  #address = '';
  #understood: Understanding | null = null;
  #job: JobState | null = null;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#json = context.flags.on('json');
  }

  diagnostics(diagnostics: readonly Diagnostic[]): void {
    const { reporter, io } = this.#context;
    const errors = diagnostics.filter((one) => one.severity === 'error');
    const warnings = diagnostics.filter((one) => one.severity === 'warning');
    this.#collected.push(...diagnostics);
    reporter.report(errors);
    // Standard output is for the document or the code, where there is one.
    if (this.#json) return;
    if (talkStream(this.#context) === io.stdout) reporter.report(warnings);
    else for (const one of warnings) io.stderr.write(`Warning: ${one.summary}. ${sanitise(one.detail)}\n`);
  }

  understood(address: string, job: JobState, understood: Understanding | null): void {
    this.#address = address;
    this.#job = job;
    this.#understood = understood;
    if (this.#json) return;
    const { style } = this.#context;
    talkStream(this.#context).write(
      understood === null
        ? `${style.bold(sanitiseLine(address))} is in the state as job ${sanitiseLine(String(job.id))} (${sanitiseLine(String(job.status))}).\n`
        : `\n${understoodText(understood, style)}`,
    );
  }

  missing(name: string, gaps: readonly Gap[], issues: readonly string[]): void {
    if (this.#json) {
      this.#document({ complete: false, missing: gaps.map(gapJson), issues });
      return;
    }
    const { io, style } = this.#context;
    talkStream(this.#context).write(`\n${missingText(gaps, issues, style)}`);
    io.stderr.write(
      `\nAnswers are missing, so no code was written. The draft is kept in the state as ${sanitiseLine(this.#address)}; it is not public.\n` +
        `Go on with it, answering with -set KEY=VALUE or -answers=FILE.json:\n    otform new ${sanitiseLine(name)} ${gaps.map((gap) => `-set ${sanitiseLine(gap.kind.key)}=…`).join(' ')}\n`,
    );
  }

  failed(address: string, job: JobState | null): void {
    this.#address = address;
    this.#job = job;
    if (this.#json) this.#document({ complete: false });
    else if (job !== null) {
      this.#context.io.stderr.write(
        `\nThe draft is kept in the state as ${sanitiseLine(address)} (job ${sanitiseLine(String(job.id))}); the same command goes on with it.\n`,
      );
    }
  }

  done(end: NewJobEnd): void {
    const { job, place, next, issues } = end;
    this.#job = job;
    if (this.#json) {
      this.#document({ complete: true, missing: [], issues, file: place.path, code: end.code, next });
      return;
    }
    const out = talkStream(this.#context);
    const { style } = this.#context;
    for (const issue of issues) out.write(`OpenTrain says: ${sanitise(issue)}\n`);
    out.write(
      `\n${style.bold(style.green('Done.'))} ${sanitiseLine(this.#address)} is job ${sanitiseLine(String(job.id))}: ${sanitiseLine(standing(end))}.\n` +
        `${place.path === null ? '' : `Code: ${sanitiseLine(place.shown)}\n`}\n${next.join('\n')}\n`,
    );
  }

  #document(fields: Readonly<Record<string, unknown>>): void {
    const told = this.#understood;
    const job = this.#job;
    const document = {
      format_version: '1.0',
      address: this.#address,
      job_id: job?.id ?? null,
      status: job?.status ?? null,
      draft_url: job?.draft_url ?? told?.draftUrl ?? null,
      review_url: job?.review_url ?? told?.reviewUrl ?? null,
      job_url: job?.job_url ?? null,
      understood: told?.normalizedFields ?? null,
      low_confidence: told?.lowConfidence ?? [],
      unmapped: told?.unmapped ?? [],
      warnings: told?.warnings ?? [],
      ...fields,
      diagnostics: this.#collected.map(diagnosticJson),
    };
    this.#context.io.stdout.write(`${maskTokens(JSON.stringify(document, null, 2))}\n`);
  }
}

function gapJson(gap: Gap): Readonly<Record<string, unknown>> {
  const { key, type, values } = gap.kind;
  return {
    key,
    label: gap.label,
    prompt: gap.prompt,
    type,
    allowed: type === 'enum' ? values : null,
    hint: gap.hint,
    example: gap.example,
    from_server: gap.fromServer,
  };
}
