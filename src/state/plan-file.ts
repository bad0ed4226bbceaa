import { createHash } from 'node:crypto';
import { defineWritePoints, removeLeftovers, unwritable, writeFileAtomic } from './atomic-write.ts';
import { isJsonObject } from './json-text.ts';
import type { JsonValue } from './model.ts';
import { readBytes } from './read-state.ts';
import { StateError } from './state-error.ts';

const POINTS = defineWritePoints('state.plan-file');
const MAGIC = 'otform saved plan, format ';
const FORMAT = 1;

/** What a saved plan was made from; `lineage` is null when there was no state. */
export interface PlanFileBase {
  readonly lineage: string | null;
  readonly serial: number;
  readonly configHash: string;
}

export interface PlanFileContent extends PlanFileBase {
  /** The plan as text, in a form that is the engine's business. */
  readonly payload: string;
}

/**
 * Writes a saved plan, atomically. A new file is readable by its owner only: plans hold attribute values. Layout:
 * magic line, header as one line of JSON, payload, and a last line with the SHA-256 of all before it.
 * Raises `StateError` unwritable.
 */
export async function writePlanFile(path: string, payload: string, base: PlanFileBase): Promise<void> {
  const header = { lineage: base.lineage, serial: base.serial, configHash: base.configHash };
  // What a killed run left under this name holds attribute values too.
  await removeLeftovers(path).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const body = `${MAGIC}${FORMAT}\n${JSON.stringify(header)}\n${payload}\n`;
  await writeFileAtomic(path, `${body}sha256:${digest(Buffer.from(body))}\n`, { points: POINTS });
}

/**
 * Reads a saved plan. Raises `StateError`: unreadable (also when absent), not-plan, terraform-plan, truncated,
 * corrupt, future-version.
 */
export async function readPlanFile(path: string): Promise<PlanFileContent> {
  const bytes = await readBytes(path);
  if (bytes === null) {
    throw new StateError(
      'unreadable',
      'Saved Plan Not Found',
      `${path} does not exist. Make a plan with \`otform plan -out=${path}\`.`,
    );
  }
  return parsePlanFile(bytes, path);
}

/** `readPlanFile` on bytes; pure. */
export function parsePlanFile(bytes: Buffer, where: string): PlanFileContent {
  if (bytes.subarray(0, 4).equals(ZIP)) throw errors.terraform(where);
  const text = bytes.toString('utf8');
  const format = /^otform saved plan, format (\d{1,9})\n/.exec(text)?.[1];
  if (format === undefined) {
    const isCut = bytes.length > 0 && `${MAGIC}${FORMAT}\n`.startsWith(text);
    throw isCut ? errors.truncated(where) : errors.notPlan(where);
  }
  if (Number(format) !== FORMAT) throw errors.future(where, format);
  const trailer = /\nsha256:([0-9a-f]{64})\n$/.exec(text.slice(-TRAILER_LENGTH))?.[1];
  if (trailer === undefined) throw errors.truncated(where);
  const body = bytes.subarray(0, bytes.length - TRAILER_LENGTH + 1);
  if (digest(body) !== trailer) throw errors.corrupt(where, 'its checksum does not match');
  const headerStart = text.indexOf('\n') + 1;
  const headerEnd = text.indexOf('\n', headerStart);
  const base = parseHeader(text.slice(headerStart, headerEnd));
  if (base === null) throw errors.corrupt(where, 'its header cannot be read');
  return { ...base, payload: text.slice(headerEnd + 1, text.length - TRAILER_LENGTH) };
}

/** First bytes of a zip archive, which Terraform's and OpenTofu's saved plans are. */
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const TRAILER_LENGTH = '\nsha256:\n'.length + 64;

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseHeader(line: string): PlanFileBase | null {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { lineage, serial, configHash } = value;
  if (lineage !== null && typeof lineage !== 'string') return null;
  if (typeof serial !== 'number' || typeof configHash !== 'string') return null;
  return { lineage, serial, configHash };
}

const AGAIN = 'Make a new one with `otform plan -out=FILE`.';

const errors = {
  terraform: (where: string): StateError =>
    new StateError(
      'terraform-plan',
      'Saved Plan of Terraform',
      `${where} was written by Terraform or OpenTofu. Show it with \`terraform show ${where}\` and apply it with ` +
        `\`terraform apply ${where}\`, or make one for otform with \`otform plan -out=FILE\`.`,
    ),
  notPlan: (where: string): StateError =>
    new StateError('not-plan', 'Not a Saved Plan', `${where} is not a saved plan of otform. ${AGAIN}`),
  truncated: (where: string): StateError =>
    new StateError(
      'truncated',
      'Saved Plan Ends in the Middle',
      `${where} is incomplete: its end is missing. Nothing was changed. ${AGAIN}`,
    ),
  corrupt: (where: string, reason: string): StateError =>
    new StateError(
      'corrupt',
      'Saved Plan Is Damaged',
      `${where} was changed after it was written: ${reason}. Nothing was changed remotely. ${AGAIN}`,
    ),
  future: (where: string, format: string): StateError =>
    new StateError(
      'future-version',
      'Saved Plan Is of a Newer otform',
      `${where} has format ${format}; this otform reads format ${FORMAT}. Apply it with the version that made it. ${AGAIN}`,
    ),
};
