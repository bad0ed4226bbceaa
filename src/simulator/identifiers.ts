import { createHash, randomBytes } from 'node:crypto';

/**
 * Ids and tokens of made-up accounts. With a seed the sequence is the same on every run; without one it is new each
 * time, so that a forgotten state file of an earlier simulator can never match a job of this one.
 */
export interface IdSource {
  readonly seed: string;
  /** How many ids were drawn; stored, so that a restart goes on instead of repeating. */
  drawn: number;
  /** cuid-like, 25 characters: one of the two forms seen in public URLs. */
  id(): string;
  /** `<prefix><publicId>_<secret>`, the documented form of a token. */
  token(prefix: 'ot_pat_' | 'ot_clm_' | 'ot_cat_'): string;
  /** Six digits, leading zeros kept. */
  userCode(): string;
  /** UUID-shaped; not counted in `drawn`, since requests are not stored. */
  requestId(): string;
}

export function createIdSource(seed?: string, drawn = 0): IdSource {
  const root = seed ?? randomBytes(16).toString('hex');
  let requests = 0;
  const hex = (kind: string, n: number) => createHash('sha256').update(`${root}:${kind}:${n}`).digest('hex');
  const source: IdSource = {
    seed: root,
    drawn,
    id: () => `cm${base36(hex('id', source.drawn++))}`.slice(0, 25),
    token: (prefix) => {
      const digest = hex(prefix, source.drawn++);
      return `${prefix}${digest.slice(0, 12)}_${digest.slice(12, 52)}`;
    },
    userCode: () =>
      String(Number.parseInt(hex('code', source.drawn++).slice(0, 8), 16) % 1_000_000).padStart(6, '0'),
    requestId: () => {
      requests += 1;
      const n = requests.toString(16).padStart(12, '0');
      return `${root.slice(0, 8).padEnd(8, '0')}-0000-4000-8000-${n}`.replace(/[^0-9a-f-]/g, '0');
    },
  };
  return source;
}

function base36(hex: string): string {
  return BigInt(`0x${hex}`).toString(36);
}
