import type { CreateIntent } from '../../provider/resource.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** Who opened an intent: the plugin process, its host, and the workspace it worked on. */
export interface IntentOwner {
  readonly plugin: ProcessIdentity;
  readonly host: ProcessIdentity;
  readonly workspace: string;
}

/** One line of the log. Records of one key are read in order; the last one tells where the create stands. */
export type IntentRecord =
  | { readonly op: 'open'; readonly owner: IntentOwner; readonly intent: CreateIntent }
  /** A process takes over what a dead one left; void unless `from` still is the owner when the line is reached. */
  | {
      readonly op: 'claimed';
      readonly key: string;
      readonly owner: IntentOwner;
      readonly from: IntentOwner;
    }
  | { readonly op: 'created'; readonly key: string; readonly jobId: string }
  | { readonly op: 'abandoned'; readonly key: string }
  /** Terraform has shown that its state knows the job. */
  | { readonly op: 'confirmed'; readonly jobId: string }
  /** Terraform had these jobs in its hands and said goodbye in good order. */
  | { readonly op: 'handed-over'; readonly jobIds: readonly string[] }
  /** A plan of this host has a create of the same content, so that create is the one to settle it. */
  | { readonly op: 'expected'; readonly key: string; readonly host: ProcessIdentity }
  /** The job is being ended so that another one takes its place. */
  | { readonly op: 'replacing'; readonly jobId: string; readonly owner: IntentOwner }
  /** A plan replaces the job under this key, and the state that would tell so at apply cannot be seen. */
  | { readonly op: 'successor'; readonly givenKey: string; readonly generation: number }
  /** Terraform's state has shown, or been given in good order, what became of a job that was being replaced. */
  | { readonly op: 'replaced'; readonly jobId: string };

/** Names a create within the log. A key that a user gave may occur in several generations. */
export function entryKey(intent: Pick<CreateIntent, 'idempotencyKey' | 'generation'>): string {
  return `${intent.idempotencyKey}#${intent.generation}`;
}

function isRecord(value: unknown): value is IntentRecord {
  if (typeof value !== 'object' || value === null || !('op' in value)) return false;
  const record = value as Record<string, unknown>;
  switch (record.op) {
    case 'open':
      return typeof record.intent === 'object' && typeof record.owner === 'object';
    case 'created':
      return typeof record.key === 'string' && typeof record.jobId === 'string';
    case 'claimed':
      return (
        typeof record.key === 'string' && typeof record.owner === 'object' && typeof record.from === 'object'
      );
    case 'handed-over':
      return Array.isArray(record.jobIds);
    case 'abandoned':
      return typeof record.key === 'string';
    case 'expected':
      return typeof record.key === 'string' && typeof record.host === 'object';
    case 'successor':
      return typeof record.givenKey === 'string' && typeof record.generation === 'number';
    case 'replacing':
      return typeof record.jobId === 'string' && typeof record.owner === 'object';
    default:
      return (record.op === 'confirmed' || record.op === 'replaced') && typeof record.jobId === 'string';
  }
}

/** Null for a torn or foreign line: an intent whose line is torn was never promised to anybody. */
export function parseRecord(line: string): IntentRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
