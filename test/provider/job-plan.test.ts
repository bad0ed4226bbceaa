import { describe, expect, it } from 'vitest';
import { planJob } from '../../src/provider/job-plan.ts';
import { EMPTY_PRIVATE, type JobPrivate } from '../../src/provider/job-private.ts';
import { jobSchema } from '../../src/provider/job-schema.ts';
import { type ObjectValue, UNKNOWN, type Value, valuesEqual } from '../../src/provider/values.ts';
import { jobConfig } from './job-harness.ts';

const text = 'Label ten thousand images';

function prior(given: Record<string, Value>): ObjectValue {
  return {
    ...jobConfig({ source: { text }, job_title: 'Label images', experience_level: 'EXPERT' }),
    id: 'job1',
    status: 'OPEN',
    publish: true,
    on_destroy: 'close',
    job_url: 'https://jobs.example/1',
    external_id: 'ext',
    idempotency_key: 'key',
    ...given,
  };
}

interface Row {
  readonly name: string;
  readonly prior: Record<string, Value> | null;
  readonly config: Record<string, Value> | null;
  readonly private?: Partial<JobPrivate>;
  readonly replaces?: boolean;
  readonly reassert?: boolean;
  /** Attributes whose planned value differs from prior (or, at create, from null and unknown). */
  readonly planned?: Record<string, Value>;
  readonly replace?: readonly string[];
  readonly effects?: object;
  readonly codes?: readonly string[];
}

const source = { text };
const rows: readonly Row[] = [
  {
    name: 'create: declared known, undeclared computed, defaults filled in',
    prior: null,
    config: { source, headcount: 3 },
    planned: {
      headcount: 3,
      publish: true,
      on_destroy: 'close',
      source: jobConfig({ source }).source ?? null,
    },
    effects: { createsDraft: true, publishes: true },
  },
  {
    name: 'create without publish',
    prior: null,
    config: { source, publish: false },
    effects: { createsDraft: true, publishes: false },
  },
  { name: 'nothing to do', prior: {}, config: { source }, planned: {} },
  { name: 'leaving a field out stops managing it', prior: { headcount: 4 }, config: { source }, planned: {} },
  {
    name: 'another spelling is no change',
    prior: { languages: ['English', 'Spanish'] },
    config: { source, languages: ['spanish ', 'english'] },
    planned: {},
  },
  { name: 'CRLF is no change', prior: {}, config: { source: { text: `${text}\r\n` } }, planned: {} },
  {
    name: 'live edit',
    prior: {},
    config: { source, job_title: 'Label more images' },
    planned: { job_title: 'Label more images', status: UNKNOWN, job_url: UNKNOWN },
    effects: { liveEdit: ['jobTitle'], publishes: false },
  },
  {
    name: 'draft edit with publish',
    prior: { status: 'DRAFT', job_url: null },
    config: { source, headcount: 5 },
    planned: { headcount: 5, status: UNKNOWN, job_url: UNKNOWN },
    effects: { draftEdit: ['headcount'], publishes: true },
  },
  {
    name: 'draft waits for its publish',
    prior: { status: 'DRAFT', job_url: null },
    config: { source },
    planned: { status: UNKNOWN, job_url: UNKNOWN },
    effects: { publishes: true, draftEdit: [] },
  },
  {
    name: 'draft that is to stay one',
    prior: { status: 'DRAFT', publish: false },
    config: { source, publish: false },
    planned: {},
  },
  {
    name: 'unconfirmed field is sent again',
    prior: { status: 'DRAFT', publish: false, headcount: 5 },
    config: { source, publish: false, headcount: 5 },
    private: { pending: ['headcount'] },
    planned: { status: UNKNOWN },
    effects: { draftEdit: ['headcount'] },
  },
  {
    name: 'unconfirmed field that is no longer declared is dropped',
    prior: { status: 'DRAFT', publish: false, headcount: 5 },
    config: { source, publish: false },
    private: { pending: ['headcount'] },
    planned: {},
  },
  {
    name: 'reassert sends all that is declared, only when suspected',
    prior: {},
    config: { source, experience_level: 'EXPERT' },
    private: { suspected: true },
    reassert: true,
    planned: { status: UNKNOWN },
    effects: { liveEdit: ['experienceLevel'] },
  },
  {
    name: 'reassert without suspicion',
    prior: {},
    config: { source, experience_level: 'EXPERT' },
    reassert: true,
    planned: {},
  },
  {
    name: 'changed source replaces',
    prior: {},
    config: { source: { text: 'Something else' } },
    replace: ['source'],
  },
  {
    name: 'imported job agrees with any source',
    prior: { source: jobConfig({ source: {} }).source ?? null },
    config: { source },
    planned: {},
  },
  { name: 'source left out stops managing it', prior: {}, config: {}, planned: { source: null } },
  {
    name: 'keys are create-only',
    prior: {},
    config: { source, external_id: 'b', idempotency_key: 'c' },
    planned: {},
  },
  {
    name: 'publish off on a live job',
    prior: {},
    config: { source, publish: false },
    planned: { publish: false },
    codes: ['publish-not-undone'],
  },
  {
    name: 'archived outside',
    prior: { status: 'ARCHIVED' },
    config: { source, job_title: 'Other' },
    planned: {},
    codes: ['job-is-over'],
  },
  {
    name: 'archived outside with another source',
    prior: { status: 'ARCHIVED' },
    config: { source: { text: 'New' } },
    planned: {},
    codes: ['job-is-over'],
  },
  {
    name: 'completed',
    prior: { status: 'COMPLETED' },
    config: { source },
    planned: {},
    codes: ['job-is-over'],
  },
  {
    name: 'edit under contract',
    prior: { status: 'ONGOING' },
    config: { source, headcount: 1 },
    codes: ['edit-not-possible'],
  },
  {
    name: 'edit in a status we have never heard of',
    prior: { status: 'PAUSED' },
    config: { source, headcount: 1 },
    codes: ['edit-not-possible'],
  },
  { name: 'no edit under contract', prior: { status: 'ONGOING' }, config: { source }, planned: {} },
  {
    name: 'first edit of a job that was imported while live',
    prior: {},
    config: { source, headcount: 2 },
    private: { key: null },
    effects: { liveEdit: ['headcount'] },
    codes: ['imported-job-edited'],
  },
  { name: 'destroy closes', prior: {}, config: null, effects: { closes: true, abandons: false } },
  {
    name: 'destroy abandons',
    prior: { on_destroy: 'abandon' },
    config: null,
    effects: { closes: false, abandons: true },
  },
  {
    name: 'destroy of an archived job has nothing to close',
    prior: { status: 'ARCHIVED' },
    config: null,
    effects: { closes: false },
  },
  {
    name: 'extra field changed',
    prior: { extra_fields: '{"a":1}' },
    config: { source, extra_fields: '{"a":2}' },
    planned: { extra_fields: '{"a":2}', status: UNKNOWN },
    effects: { liveEdit: ['a'] },
  },
];

function planOf(row: Row) {
  return planJob({
    prior: row.prior === null ? null : prior(row.prior),
    private: { ...EMPTY_PRIVATE, key: 'key', ...row.private },
    replaces: row.replaces ?? false,
    config: row.config === null ? null : jobConfig(row.config),
    reassert: row.reassert ?? false,
  });
}

it.each(rows)('$name', (row) => {
  const response = planOf(row);
  if (row.planned) {
    const before: ObjectValue = row.prior === null ? {} : prior(row.prior);
    const changed = Object.entries(response.planned ?? {}).filter(
      ([name, value]) =>
        !valuesEqual(value, before[name]) &&
        !(row.prior === null && (value === null || (value === UNKNOWN && !(name in (row.planned ?? {}))))),
    );
    expect(Object.fromEntries(changed)).toEqual(row.planned);
  }
  expect(response.requiresReplace).toEqual((row.replace ?? []).map((name) => [name]));
  expect(response.effects).toMatchObject(row.effects ?? {});
  expect(response.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(row.codes ?? []);
});

it('numbers a replacement after the job it replaces', () => {
  const response = planJob({
    prior: null,
    private: { ...EMPTY_PRIVATE, generation: 3 },
    replaces: true,
    config: jobConfig({ source }),
    reassert: false,
  });
  expect(JSON.parse(response.plannedPrivate ?? '{}')).toMatchObject({ generation: 4 });
});

describe('the rules every plan must obey', () => {
  it.each(rows.filter((row) => row.config !== null && !row.replace))('$name', (row) => {
    const config = jobConfig(row.config ?? {});
    const before = row.prior === null ? null : prior(row.prior);
    const { planned } = planOf(row);
    for (const [name, attribute] of Object.entries(jobSchema.attributes)) {
      const c: Value = config[name] ?? null;
      const p: Value = before?.[name] ?? null;
      const now: Value = planned?.[name] ?? null;
      const asConfigured = valuesEqual(now, c);
      const asBefore = valuesEqual(now, p) && p !== null && c !== null;
      const computed = attribute.computed === true && c === null;
      expect(asConfigured || asBefore || computed, `${name} of ${row.name}`).toBe(true);
    }
  });
});
