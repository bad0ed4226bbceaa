import { describeLock, type LockInfo } from './lock-info.ts';
import { StateError } from './state-error.ts';

/** Errors of the state lock, in one place. */
export const lockErrors = {
  held: (statePath: string, holder: LockInfo | null, timeoutMs: number): StateError =>
    new StateError(
      'locked',
      'State Is Locked',
      `${statePath} is in use by ${by(holder)}${waited(timeoutMs)}. Nothing was changed. Let it finish, or wait for it ` +
        `with \`-lock-timeout=5m\`.${unlockHint(holder)}${block(holder)}`,
      extras(holder),
    ),

  interrupted: (statePath: string, holder: LockInfo | null): StateError =>
    new StateError(
      'locked',
      'Interrupted While Waiting for the Lock',
      `${statePath} is in use by ${by(holder)}, and the wait for it was interrupted. Nothing was ` +
        `changed.${block(holder)}`,
      extras(holder),
    ),

  lost: (statePath: string, own: LockInfo, current: LockInfo | null): StateError =>
    new StateError(
      'lock-not-held',
      'State Lock Was Lost',
      `The lock ${own.id} on ${statePath} was removed while this run held it` +
        `${current === null ? '' : `, and is now held by ${by(current)}`}. The state file was not written, since ` +
        `another program may be using it.${block(current)}`,
      extras(current),
    ),

  notHeld: (statePath: string): StateError =>
    new StateError(
      'lock-not-held',
      'State Is Not Locked',
      `${statePath} is written only with its lock held.`,
    ),

  notLocked: (statePath: string): StateError =>
    new StateError(
      'lock-not-held',
      'State Is Not Locked',
      `${statePath} has no lock to remove. A Terraform that is running releases its own lock when it ends.`,
    ),

  unreadableLock: (lockPath: string): StateError =>
    new StateError(
      'locked',
      'Lock Information Cannot Be Read',
      `${lockPath} is not a lock-info file that otform understands. Make sure that nothing uses the state, then delete ` +
        'that file.',
    ),

  wrongId: (statePath: string, id: string, holder: LockInfo): StateError =>
    new StateError(
      'wrong-lock-id',
      'Lock ID Does Not Match',
      `The lock on ${statePath} has another ID than ${id}. It is held by ${by(holder)}.${block(holder)}`,
      extras(holder),
    ),
};

function by(holder: LockInfo | null): string {
  if (holder === null) return 'another program, probably Terraform, which left no lock information';
  return holder.who || 'an unknown user';
}

function block(holder: LockInfo | null): string {
  return holder === null ? '' : `\n\n${describeLock(holder)}`;
}

function waited(timeoutMs: number): string {
  return timeoutMs > 0 ? ` and did not become free within ${timeoutMs / 1000} s` : '';
}

function unlockHint(holder: LockInfo | null): string {
  if (holder === null) return '';
  return ` If you are sure that it is not running any more: \`otform force-unlock ${holder.id}\`.`;
}

function extras(holder: LockInfo | null): { readonly holder?: LockInfo } {
  return holder === null ? {} : { holder };
}
