import { MAX_JOB_ID_CHARS, PAYMENT_TYPES, type PaymentType } from '../../contract/index.ts';
import { badRequest, notFound } from '../http/errors.ts';
import type { Handler, Reply, Route, SimRequest } from '../http/route.ts';
import type { JobRecord } from '../store/model.ts';
import { isoTime, type World } from '../world.ts';
import { expire } from './access.ts';
import { newestFirst, readCursor, readLimit } from './paging.ts';
import { display, publicBody } from './public-body.ts';

const PUBLIC = { kind: 'public' } as const;
const CACHE = { 'Cache-Control': 'public, s-maxage=300, stale-while-revalidate=3600' };

/** How long the edge may serve an old answer in the stale dialect. */
const STALE_MS = 300_000;

/** Most events of one call [D jobs/changes]. */
const MAX_CHANGES = 5_000;

const cached = new WeakMap<World, Map<string, { at: number; reply: Reply }>>();

/** `GET /jobs/{id}` [D]: the bare job; an unlisted one is 404 `{id, status: "closed"}`, a draft a plain 404 [I]. */
const get: Handler = (world, request) => {
  const jobId = request.params.jobId ?? '';
  if (jobId === '' || jobId.length > MAX_JOB_ID_CHARS) throw badRequest('Invalid job id.', { field: 'id' });
  if (world.dialect.publicReads === 'fresh') return present(world, jobId);
  const answers = cached.get(world) ?? new Map<string, { at: number; reply: Reply }>();
  cached.set(world, answers);
  const known = answers.get(jobId);
  const now = world.clock.now();
  if (known !== undefined && now - known.at < STALE_MS) return known.reply;
  const reply = present(world, jobId);
  answers.set(jobId, { at: now, reply });
  return reply;
};

/** `GET /jobs` [D]: search over live jobs of all accounts. The language and country parameters are inferred [I]. */
const search: Handler = (world, request) => {
  const limit = readLimit(world, request);
  const cursor = readCursor(request);
  const wanted = {
    text: (request.query.get('q') ?? '').toLowerCase(),
    pay: readPayType(request),
    language: request.query.get('language')?.toLowerCase(),
    country: request.query.get('country')?.toLowerCase(),
  };
  const page = newestFirst(liveJobs(world), cursor, limit, ({ fields }) => {
    const text = `${fields.jobTitle ?? ''}\n${fields.jobDescription ?? ''}`.toLowerCase();
    return (
      text.includes(wanted.text) &&
      (wanted.pay === null || fields.paymentType === wanted.pay) &&
      (wanted.language === undefined || lower(fields.languages).includes(wanted.language)) &&
      (wanted.country === undefined || lower(fields.countries).includes(wanted.country))
    );
  });
  const jobs = page.rows.map((job) => publicBody(world, job));
  const generatedAt = isoTime(world.clock.now());
  return { status: 200, headers: CACHE, body: { jobs, nextCursor: page.nextCursor, generatedAt } };
};

/** `GET /jobs/facets`: counts by value. The page's exact layout was not available [U]. */
const facets: Handler = (world) => {
  const jobs = liveJobs(world);
  const count = (values: (job: JobRecord) => readonly (string | null)[]) => {
    const counts = new Map<string, number>();
    for (const value of jobs.flatMap(values)) {
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].map(([value, total]) => ({ value, count: total })).sort((a, b) => b.count - a.count);
  };
  const facetLists = {
    paymentTypes: count((job) => [
      typeof job.fields.paymentType === 'string' ? job.fields.paymentType : null,
    ]),
    experienceLevels: count((job) => [display(job.fields.experienceLevel)]),
    dataTypes: count((job) => [display(job.fields.dataType)]),
    languages: count((job) => strings(job.fields.languages)),
    countries: count((job) => strings(job.fields.countries)),
  };
  return {
    status: 200,
    headers: CACHE,
    body: { facets: facetLists, total: jobs.length, generatedAt: isoTime(world.clock.now()) },
  };
};

/** `GET /jobs/changes?since=` [D]: latest event of each job, of all accounts, at most 5,000. */
const changes: Handler = (world, request) => {
  const since = readTime(request, 'since');
  if (since === null) throw badRequest('since is required (ISO 8601).', { field: 'since' });
  const until = readTime(request, 'until') ?? world.clock.now();
  const events = [...world.store.tables.changes.values()]
    .filter((event) => event.occurredAt > since && event.occurredAt <= Math.max(until, since))
    .sort((a, b) => a.occurredAt - b.occurredAt)
    .slice(0, MAX_CHANGES);
  return {
    status: 200,
    headers: CACHE,
    body: {
      since: isoTime(since),
      until: isoTime(until),
      changes: events.map(({ id, eventType, occurredAt }) => ({
        jobId: id,
        eventType,
        occurredAt: isoTime(occurredAt),
      })),
      generatedAt: isoTime(world.clock.now()),
    },
  };
};

function present(world: World, jobId: string): Reply {
  const job = world.store.tables.jobs.get(jobId);
  if (job === undefined || job.publishedAt === null)
    throw notFound('Job not found.', { resource: 'jobs', jobId });
  expire(world, job);
  if (job.status === 'OPEN') return { status: 200, headers: CACHE, body: publicBody(world, job) };
  if (job.status === 'DRAFT') throw notFound('Job not found.', { resource: 'jobs', jobId });
  return { status: 404, headers: CACHE, body: { id: job.id, status: 'closed' } };
}

function liveJobs(world: World): readonly JobRecord[] {
  const jobs = [...world.store.openJobs()];
  for (const job of jobs) expire(world, job);
  return jobs.filter((job) => job.status === 'OPEN').sort((a, b) => a.seq - b.seq);
}

function readPayType(request: SimRequest): PaymentType | null {
  const text = request.query.get('payType');
  if (text === null || text === '') return null;
  const type = text.toUpperCase() as PaymentType;
  if (PAYMENT_TYPES.includes(type)) return type;
  throw badRequest('Unsupported payType.', { field: 'payType', supported: PAYMENT_TYPES });
}

function readTime(request: SimRequest, key: string): number | null {
  const text = request.query.get(key);
  if (text === null || text === '') return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw badRequest(`${key} must be an ISO 8601 time.`, { field: key });
  return time;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function lower(value: unknown): readonly string[] {
  return strings(value).map((item) => item.toLowerCase());
}

export const publicRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/public/v1/jobs', access: PUBLIC, handler: search },
  { method: 'GET', pattern: '/api/public/v1/jobs/facets', access: PUBLIC, handler: facets },
  { method: 'GET', pattern: '/api/public/v1/jobs/changes', access: PUBLIC, handler: changes },
  { method: 'GET', pattern: '/api/public/v1/jobs/:jobId', access: PUBLIC, handler: get },
];
