/**
 * Terraform's lock-info file, as it lies beside a local state. Source: Terraform 1.11.4, file
 * `.terraform.tfstate.lock.info` written by `terraform apply` [D].
 */
export interface LockInfo {
  readonly id: string;
  /** e.g. `OperationTypeApply`, or `apply` for ours. */
  readonly operation: string;
  /** Free text. Terraform leaves it empty; ours names the process, see `process-identity.ts`. */
  readonly info: string;
  /** `user@host`. */
  readonly who: string;
  readonly version: string;
  /** RFC 3339. */
  readonly created: string;
  readonly path: string;
}

/** The file's text, with Terraform's field names. */
export function formatLockInfo(lock: LockInfo): string {
  return JSON.stringify({
    ID: lock.id,
    Operation: lock.operation,
    Info: lock.info,
    Who: lock.who,
    Version: lock.version,
    Created: lock.created,
    Path: lock.path,
  });
}

/** Reads the file's text; null when it is not a lock-info file (half-written by something else, or foreign). */
export function parseLockInfo(text: string): LockInfo | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map(Object.entries(value));
  const textOf = (name: string) => {
    const field: unknown = fields.get(name);
    return typeof field === 'string' ? field : '';
  };
  if (textOf('ID') === '') return null;
  return {
    id: textOf('ID'),
    operation: textOf('Operation'),
    info: textOf('Info'),
    who: textOf('Who'),
    version: textOf('Version'),
    created: textOf('Created'),
    path: textOf('Path'),
  };
}

/** The block that Terraform prints under a lock error, so that users recognise it. */
export function describeLock(lock: LockInfo): string {
  return [
    'Lock Info:',
    `  ID:        ${lock.id}`,
    `  Path:      ${lock.path}`,
    `  Operation: ${lock.operation}`,
    `  Who:       ${lock.who}`,
    `  Version:   ${lock.version}`,
    `  Created:   ${lock.created}`,
    `  Info:      ${lock.info}`,
  ].join('\n');
}
