import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { type LineFault, parseFrontMatter } from './front-matter.ts';
import { JOB_FILE_ATTRIBUTES } from './job-file-attributes.ts';
import { didYouMean } from './near-names.ts';
import type { AttributeType } from './schema-model.ts';
import type { ObjectValue, Value } from './values.ts';

/** More digits than this, and a double may not hold the number. */
const MAX_DIGITS = 15;

class WrongValue extends Error {}

function text(node: Node, name: string): string {
  if (name === 'extra_fields' && isMap(node)) return JSON.stringify(node.toJSON());
  if (!isScalar(node)) throw new WrongValue(`${name} must be text.`);
  const { value, source } = node;
  return typeof value === 'string' ? value : (source ?? String(value));
}

function number(node: Node, name: string): number {
  const value = isScalar(node) ? node.value : null;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new WrongValue(`${name} must be a number, without quotes.`);
  }
  const written = isScalar(node) ? (node.source ?? '') : '';
  if (written.replace(/^[-+0.]+|[eE].*$|\D/g, '').length > MAX_DIGITS) {
    throw new WrongValue(`${name} has more than ${MAX_DIGITS} digits.`);
  }
  return value;
}

function bool(node: Node, name: string): boolean {
  const value = isScalar(node) ? node.value : null;
  if (typeof value !== 'boolean') throw new WrongValue(`${name} must be true or false.`);
  return value;
}

function texts(node: Node, name: string): readonly string[] {
  const wrong = new WrongValue(`${name} must be a list of texts, such as [English, Spanish].`);
  if (!isSeq(node)) throw wrong;
  return node.items.map((item) => {
    if (!isScalar(item) || typeof item.value !== 'string') throw wrong;
    return item.value;
  });
}

function readValue(node: Node | null, name: string, type: AttributeType): Value {
  if (node === null || (isScalar(node) && node.value === null)) return null;
  if (type === 'string') return text(node, name);
  if (type === 'number') return number(node, name);
  return type === 'bool' ? bool(node, name) : texts(node, name);
}

export interface JobFile {
  /** Every attribute of `JOB_FILE_ATTRIBUTES`, null where the file does not set it, and `text`. */
  readonly job: ObjectValue;
  readonly faults: readonly LineFault[];
}

/** Reads a job file: attributes of `opentrain_job` as front matter, then the text that the job is drafted from. */
export function parseJobFile(content: string): JobFile {
  const { entries, body, faults: found } = parseFrontMatter(content);
  const faults = [...found];
  const job: Record<string, Value> = { text: body === '' ? null : body };
  for (const name of Object.keys(JOB_FILE_ATTRIBUTES)) job[name] = null;
  for (const { name, line, node } of entries) {
    const attribute = Object.hasOwn(JOB_FILE_ATTRIBUTES, name) ? JOB_FILE_ATTRIBUTES[name] : undefined;
    if (attribute === undefined) {
      const near = didYouMean(snakeCase(name), Object.keys(JOB_FILE_ATTRIBUTES));
      faults.push({ line, text: `a job file cannot set "${name}".${near}` });
      continue;
    }
    try {
      job[name] = readValue(node, name, attribute.type);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      faults.push({ line, text: error.message });
    }
  }
  return { job, faults };
}

/** The API's own spelling is the likeliest mistake: `jobTitle` for `job_title`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
