import { createHash } from 'node:crypto';
import { type ITerraformIterator, ref, Token } from 'cdktf';
import type { Construct } from 'constructs';

/** Longest identity we make; the API documents no limit. */
const MAX_LENGTH = 64;
/** What is left for the path when Terraform appends a key or an index to it. */
const MAX_STEM_LENGTH = 40;
const DIGEST_LENGTH = 12;

/**
 * A name for a construct path that holds only safe characters and differs for different paths: the parts joined by
 * dots, or, where a part holds anything else or the name gets too long, a shortened name with a digest of the path.
 */
export function pathIdentity(path: string, maxLength: number = MAX_LENGTH): string {
  const parts = path.split('/');
  const plain = parts.join('.');
  if (plain.length <= maxLength && parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) return plain;
  const digest = createHash('sha256').update(path).digest('hex').slice(0, DIGEST_LENGTH);
  const readable = plain.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, maxLength - DIGEST_LENGTH - 1);
  return `${readable}-${digest}`;
}

/**
 * `externalId` and `idempotencyKey` of a job: stable for a construct path, and different for each instance of a job
 * that has `forEach` or `count`, because two jobs with one key would become one job.
 */
export function jobIdentity(
  job: Construct,
  forEach: ITerraformIterator | undefined,
  counted: boolean,
): string {
  if (forEach === undefined && !counted) return pathIdentity(job.node.path);
  const stem = pathIdentity(job.node.path, MAX_STEM_LENGTH);
  return `${stem}.${Token.asString(ref(forEach === undefined ? 'count.index' : 'each.key'))}`;
}
