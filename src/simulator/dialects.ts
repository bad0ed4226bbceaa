import { DIALECT_SWITCHES, type DialectSwitch } from './dialect-switches.ts';

type Switches = typeof DIALECT_SWITCHES;
export type DialectKey = keyof Switches;

/** One value for every switch. `listingLagMs` takes any number of milliseconds. */
export type Dialect = {
  -readonly [K in DialectKey]: K extends 'listingLagMs' ? number : Switches[K]['values'][number];
};

export interface NamedDialect {
  readonly name: string;
  readonly dialect: Partial<Dialect>;
}

const rows: readonly (readonly [DialectKey, DialectSwitch])[] = Object.entries(DIALECT_SWITCHES) as [
  DialectKey,
  DialectSwitch,
][];

/** The default dialect: the first value of every switch, which is what the quickstart document shows. */
export function defaultDialect(): Dialect {
  return Object.fromEntries(rows.map(([key, row]) => [key, row.values[0]])) as Dialect;
}

/**
 * A partial dialect laid over a whole one.
 * Raises `RangeError` naming the switch and its values, since a mistyped dialect would silently test nothing.
 */
export function withDialect(base: Dialect, changes: Readonly<Record<string, unknown>>): Dialect {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const row = (DIALECT_SWITCHES as Record<string, DialectSwitch>)[key];
    if (row === undefined || !Object.hasOwn(DIALECT_SWITCHES, key)) {
      throw new RangeError(`Unknown dialect switch ${JSON.stringify(key)}`);
    }
    const free = key === 'listingLagMs' && typeof value === 'number' && value >= 0;
    if (!free && !row.values.includes(value as string)) {
      throw new RangeError(
        `Dialect switch ${key}: expected one of ${row.values.map((v) => JSON.stringify(v)).join(', ')}, got ${JSON.stringify(value)}`,
      );
    }
    result[key] = value;
  }
  return result as Dialect;
}

/** Pages of the documentation as whole dialects, and pile-ups that a client must survive at once. */
const COMBINED: readonly NamedDialect[] = [
  {
    name: 'reference-pages',
    dialect: {
      missingFieldsAt: 'top-level',
      promptPrefix: 'ask',
      enumOrder: 'reference',
      okFlag: 'present',
      validationSummary: 'present',
      patchEcho: 'documented',
      emailRegistered: 'description',
    },
  },
  {
    name: 'guide-pages',
    dialect: {
      missingFieldsAt: 'top-level-with-names',
      missingFieldCode: 'MISSING_FIELD_NAME',
      draftUrlQuery: 'job',
      okFlag: 'present',
      validationSummary: 'present',
      createStatus: 200,
      proposalScale: 'guide',
    },
  },
  {
    name: 'helpful-server',
    dialect: {
      draftRead: 'readable',
      meClaimed: 'present',
      retryAfter: 'seconds',
      rateLimitHeaders: 'ratelimit',
      requestIdHeader: 'present',
      externalIdEcho: 'mine',
      updatedAtMoves: 'real-change',
    },
  },
  {
    name: 'unhelpful-server',
    dialect: {
      patchEcho: 'documented',
      closeDraft: 'not-found',
      draftPatchWhenOpen: 'not-found',
      limitAboveMax: 'reject',
      issuesLayout: 'array',
      moderationReasons: 'objects',
      updatedAtMoves: 'also-proposals',
      keyLifetime: 'one-hour',
    },
  },
];

/**
 * Every behaviour a client can meet: `default`, one variant for each other value of each switch, and the combined
 * ones. Variants under which no client can converge are only in there with `hostile: true`.
 */
export function allDialects(options: { hostile?: boolean } = {}): readonly NamedDialect[] {
  const single = rows
    .filter(([, row]) => row.documentOnly !== true && (options.hostile === true || row.hostile !== true))
    .flatMap(([key, row]) =>
      row.values.slice(1).map((value) => ({
        name: `${key}=${value}`,
        dialect: { [key]: value } as Partial<Dialect>,
      })),
    );
  return [{ name: 'default', dialect: {} }, ...single, ...COMBINED];
}

/** The table for people: key, values (default first), mark and assumption. */
export function describeDialects(): readonly (DialectSwitch & { readonly key: DialectKey })[] {
  return rows.map(([key, row]) => ({ key, ...row }));
}
