/** Longest identity we make; the API documents no limit. */
const MAX_LENGTH = 64;
const DIGEST_LENGTH = 12;

/**
 * A name for a construct path that holds only safe characters and differs for different paths: the parts joined by
 * dots, or, where a part holds anything else or the name gets too long, a shortened name with a digest of the path.
 * `sha256` gives the hexadecimal digest of a text. Whoever declares a job and whoever foresees its `externalId` and
 * `idempotencyKey` must agree on it.
 */
export function identityOfPath(
  path: string,
  sha256: (text: string) => string,
  maxLength: number = MAX_LENGTH,
): string {
  const parts = path.split('/');
  const plain = parts.join('.');
  if (plain.length <= maxLength && parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part))) return plain;
  const digest = sha256(path).slice(0, DIGEST_LENGTH);
  const readable = plain.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, maxLength - DIGEST_LENGTH - 1);
  return `${readable}-${digest}`;
}
