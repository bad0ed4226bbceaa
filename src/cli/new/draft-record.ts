import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DraftEnvelope, Validation } from '../../api/index.ts';
import type { Fields } from './given-answers.ts';

/** What OpenTrain understood of a description, as it said when the draft was made. */
export type Understanding = Pick<
  DraftEnvelope,
  'jobId' | 'draftUrl' | 'reviewUrl' | 'normalizedFields' | 'warnings' | 'unmapped' | 'lowConfidence'
>;

interface Content {
  readonly version: 1;
  readonly understood: Understanding | null;
  /** As of the last answer of the server. */
  readonly validation: Validation | null;
  readonly answers: Fields;
}

const NOTHING: Content = { version: 1, understood: null, validation: null, answers: {} };

/**
 * What a state does not hold of a draft that is being made: the server tells it once, with the create. Kept so that a
 * run that was stopped goes on where it was. It is a note and no truth: lost, the questions come from the contract's
 * table. Written at once whenever the server answers, before anything can stop the process.
 */
export class DraftRecord {
  readonly path: string;
  #content: Content;

  constructor(projectDir: string, stack: string, name: string) {
    this.path = join(projectDir, '.otform', 'new', `${stack}.${name}.json`);
    this.#content = read(this.path);
  }

  get understood(): Understanding | null {
    return this.#content.understood;
  }

  get validation(): Validation | null {
    return this.#content.validation;
  }

  get answers(): Fields {
    return this.#content.answers;
  }

  noteEnvelope(kind: 'create' | 'update', envelope: DraftEnvelope): void {
    const { validation, ...told } = envelope;
    this.#write({
      ...this.#content,
      validation,
      ...(kind === 'create' ? { understood: understandingOf(told) } : {}),
    });
  }

  noteAnswers(answers: Fields): void {
    this.#write({ ...this.#content, answers });
  }

  /** Forgets what another job of this name left behind. */
  reset(): void {
    this.#content = NOTHING;
    rmSync(this.path, { force: true });
  }

  #write(content: Content): void {
    this.#content = content;
    mkdirSync(dirname(this.path), { recursive: true });
    const fresh = `${this.path}.new`;
    writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, this.path);
  }
}

function understandingOf(told: Omit<DraftEnvelope, 'validation'>): Understanding {
  const { jobId, draftUrl, reviewUrl, normalizedFields, warnings, unmapped, lowConfidence } = told;
  return { jobId, draftUrl, reviewUrl, normalizedFields, warnings, unmapped, lowConfidence };
}

function read(path: string): Content {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isOurs = typeof content === 'object' && content !== null && 'version' in content;
    return isOurs && content.version === 1 ? (content as Content) : NOTHING;
  } catch {
    // None yet, or cut short: a note that cannot be read is as good as none.
    return NOTHING;
  }
}
