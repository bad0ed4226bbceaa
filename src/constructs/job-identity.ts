import { createHash } from 'node:crypto';
import { type ITerraformIterator, ref, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { identityOfPath } from '../contract/index.ts';

/** What is left for the path when Terraform appends a key or an index to it. */
const MAX_STEM_LENGTH = 40;

/** {@link identityOfPath} with Node's SHA-256. */
export function pathIdentity(path: string, maxLength?: number): string {
  return identityOfPath(path, (text) => createHash('sha256').update(text).digest('hex'), maxLength);
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
