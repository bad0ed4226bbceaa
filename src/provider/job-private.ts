/**
 * What we must remember of a job that its attributes do not show. Lives in the resource's `private` bytes, which
 * both engines carry from state to plan to apply and back.
 */
export interface JobPrivate {
  /** Account that owns the job: a token of another account must not make every job look gone. */
  readonly account: string | null;
  /** Idempotency key of the create, null for an imported job. */
  readonly key: string | null;
  /** Counts the jobs made under one base key; a replacement takes the next number. */
  readonly generation: number;
  /** Epoch milliseconds of our create, for the grace time in which a list may not show the job yet. */
  readonly createdAt: number | null;
  /** Server time of our last write: a move of `updatedAt` up to then is our own. */
  readonly writtenAt: number | null;
  /** `updatedAt` as last seen. */
  readonly updatedAt: string | null;
  /** How the server spells values that we sent differently, by update key. */
  readonly echo: Readonly<Record<string, unknown>>;
  /** Update keys of declared values that the server has not confirmed. */
  readonly pending: readonly string[];
  /** Somebody changed the job and the API does not show what. */
  readonly suspected: boolean;
  /** We are closing it to post another in its place: once it is over, that other one is still due. */
  readonly replacing: boolean;
}

export const EMPTY_PRIVATE: JobPrivate = {
  account: null,
  key: null,
  generation: 1,
  createdAt: null,
  writtenAt: null,
  updatedAt: null,
  echo: {},
  pending: [],
  suspected: false,
  replacing: false,
};

const VERSION = 1;

export function encodePrivate(value: JobPrivate): string {
  return JSON.stringify({ v: VERSION, ...value });
}

/** Reads what any version wrote; what it cannot read counts as not remembered, which costs a warning, never a job. */
export function decodePrivate(text: string | null): JobPrivate {
  if (!text) return EMPTY_PRIVATE;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Another provider version's bytes: nothing remembered is the safe reading.
    return EMPTY_PRIVATE;
  }
  if (typeof raw !== 'object' || raw === null) return EMPTY_PRIVATE;
  const fields = raw as Record<string, unknown>;
  const text_ = (key: string) => (typeof fields[key] === 'string' ? (fields[key] as string) : null);
  const number = (key: string) => (typeof fields[key] === 'number' ? (fields[key] as number) : null);
  const echo = fields.echo;
  return {
    account: text_('account'),
    key: text_('key'),
    generation: number('generation') ?? 1,
    createdAt: number('createdAt'),
    writtenAt: number('writtenAt'),
    updatedAt: text_('updatedAt'),
    echo: typeof echo === 'object' && echo !== null ? { ...(echo as Record<string, unknown>) } : {},
    pending: Array.isArray(fields.pending)
      ? fields.pending.filter((item): item is string => typeof item === 'string')
      : [],
    suspected: fields.suspected === true,
    replacing: fields.replacing === true,
  };
}
