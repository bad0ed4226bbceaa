import type { Dialect, DialectKey, Simulator } from '../../src/simulator/index.ts';
import { COMPLETE, call, liveJob, readyDraft } from './harness.ts';

/** What a client sees under each value of a switch; the observation is compared with `expected`. */
export type Probe<K extends DialectKey = DialectKey> = {
  readonly observe: (simulator: Simulator) => Promise<unknown>;
  readonly expected: readonly (readonly [Dialect[K], unknown])[];
};

const HOUR = 3_600_000;
const KEYED = { rawJobDescription: 'Label 500 images.', idempotencyKey: 'k' };

const create = (s: Simulator, body: unknown = { rawJobDescription: 'A job.' }, token = s.token) =>
  call(s, 'POST', '/job-drafts', body, { token });
const patch = (s: Simulator, id: string, body: unknown) => call(s, 'PATCH', `/job-drafts/${id}`, body);
const edit = (s: Simulator, id: string, body: unknown) => call(s, 'PATCH', `/jobs/${id}`, body);
const post = (s: Simulator, id: string, action: string) => call(s, 'POST', `/jobs/${id}/${action}`);
const fieldsOf = (s: Simulator, id: string) => s.dump().jobs.find((job) => job.id === id)?.fields ?? {};
const statusOf = (s: Simulator, id: string) => s.dump().jobs.find((job) => job.id === id)?.status;
const updatedAt = (s: Simulator, id: string) => s.dump().jobs.find((job) => job.id === id)?.updatedAt;

async function withoutExperience(s: Simulator) {
  const id = await readyDraft(s);
  return (await patch(s, id, { experienceLevel: null })).body;
}

async function firstGap(s: Simulator) {
  return gapsOf(await withoutExperience(s))[0];
}

function gapsOf(body: Record<string, unknown> & { validation: { missingFields: unknown } }) {
  return (body.missingFields ?? body.validation.missingFields) as Record<string, unknown>[];
}

/** One probe for each switch about drafts. */
export const DRAFT_PROBES = {
  missingFieldsAt: {
    observe: async (s) => {
      const { validation, missingFields } = await withoutExperience(s);
      return [validation.missingFields.map((gap: unknown) => typeof gap), missingFields?.length];
    },
    expected: [
      ['validation', [['object'], undefined]],
      ['top-level', [[], 1]],
      ['top-level-with-names', [['string'], 1]],
    ],
  },
  missingFieldCode: {
    observe: async (s) => (await firstGap(s))?.code,
    expected: [
      ['missing_required_field', 'missing_required_field'],
      ['MISSING_FIELD_NAME', 'MISSING_EXPERIENCE_LEVEL'],
    ],
  },
  promptPrefix: {
    observe: async (s) => String((await firstGap(s))?.prompt).slice(0, 5),
    expected: [
      ['none', 'What '],
      ['ask', 'ask: '],
    ],
  },
  draftUrlQuery: {
    observe: async (s) => [...new URL((await create(s)).body.draftUrl).searchParams.keys()],
    expected: [
      ['jobId', ['jobId']],
      ['job', ['job']],
    ],
  },
  enumOrder: {
    observe: async (s) => [(await firstGap(s))?.enumValues].flat()[0],
    expected: [
      ['quickstart', 'ENTRY_LEVEL'],
      ['reference', 'EXPERT'],
    ],
  },
  createStatus: {
    observe: async (s) => (await create(s)).status,
    expected: [
      [201, 201],
      [200, 200],
    ],
  },
  okFlag: {
    observe: async (s) => (await create(s)).body.ok,
    expected: [
      ['absent', undefined],
      ['present', true],
    ],
  },
  validationSummary: {
    observe: async (s) => {
      const { issueCount, missingFieldCount, issues } = (await withoutExperience(s)).validation;
      return [issueCount, missingFieldCount, issues];
    },
    expected: [
      ['absent', [undefined, undefined, undefined]],
      ['present', [0, 1, []]],
    ],
  },
  patchEcho: {
    observe: async (s) => 'normalizedFields' in (await withoutExperience(s)),
    expected: [
      ['full', true],
      ['documented', false],
    ],
  },
  draftRead: {
    observe: async (s) => (await call(s, 'GET', `/job-drafts/${await readyDraft(s)}`)).status,
    expected: [
      ['not-found', 404],
      ['readable', 200],
      ['method-not-allowed', 405],
    ],
  },
  replayAnswer: {
    observe: async (s) => {
      const { jobId } = (await create(s, KEYED)).body;
      await patch(s, jobId, { jobTitle: 'Changed' });
      return (await create(s, KEYED)).body.normalizedFields.jobTitle === 'Changed';
    },
    expected: [
      ['current-job', true],
      ['first-answer', false],
    ],
  },
  replayDifferentBody: {
    observe: async (s) => {
      await create(s, KEYED);
      return (await create(s, { ...KEYED, rawJobDescription: 'Other' })).status;
    },
    expected: [
      ['old-draft', 201],
      ['conflict', 409],
    ],
  },
  replayStatus: {
    observe: async (s) => [(await create(s, KEYED)).status, (await create(s, KEYED)).status],
    expected: [
      ['as-create', [201, 201]],
      ['ok-200', [201, 200]],
    ],
  },
  replayAfterClose: {
    observe: async (s) => {
      await post(s, (await create(s, KEYED)).body.jobId, 'close');
      return (await create(s, KEYED)).body.status;
    },
    expected: [
      ['archived-job', 'ARCHIVED'],
      ['new-draft', 'DRAFT'],
    ],
  },
  keyLifetime: {
    observe: async (s) => {
      await create(s, KEYED);
      s.clock.advance(HOUR - 1);
      await create(s, KEYED);
      const before = s.dump().jobs.length;
      s.clock.advance(HOUR);
      await create(s, KEYED);
      return [before, s.dump().jobs.length];
    },
    expected: [
      ['forever', [1, 1]],
      ['one-hour', [1, 2]],
    ],
  },
  keyScope: {
    observe: async (s) => {
      await create(s, KEYED);
      const other = (await call(s, 'POST', '/tokens', {})).body.token;
      await create(s, KEYED, other);
      return s.dump().jobs.length;
    },
    expected: [
      ['account', 1],
      ['token', 2],
    ],
  },
  unknownCreateKeys: {
    observe: async (s) => (await create(s, { rawJobDescription: 'A job.', nope: 1 })).status,
    expected: [
      ['ignored', 201],
      ['rejected', 400],
    ],
  },
  unparseableText: {
    observe: async (s) => (await create(s, { rawJobDescription: 'Zzz.' })).status,
    expected: [
      ['draft', 201],
      ['rejected', 400],
    ],
  },
  nullValue: {
    observe: async (s) => (await patch(s, await readyDraft(s), { headcount: null })).status,
    expected: [
      ['clears', 200],
      ['rejected', 400],
    ],
  },
  listPatch: {
    observe: async (s) => {
      const id = await readyDraft(s, { countries: ['ES'] });
      await patch(s, id, { countries: ['MX'] });
      return fieldsOf(s, id).countries;
    },
    expected: [
      ['replace', ['MX']],
      ['merge', ['ES', 'MX']],
    ],
  },
  paymentSwitch: {
    observe: async (s) => {
      const id = await readyDraft(s);
      await patch(s, id, { paymentType: 'FIXED_PRICE', fixedPrice: 5 });
      const { pricePerLabel, fixedPrice } = fieldsOf(s, id);
      return [pricePerLabel, fixedPrice];
    },
    expected: [
      ['keeps-rates', [0.05, 5]],
      ['clears-rates', [undefined, 5]],
    ],
  },
  patchReparses: {
    observe: async (s) => {
      const id = await readyDraft(s);
      await patch(s, id, { jobDescription: 'We need 4 trainers to label images.' });
      return fieldsOf(s, id).headcount;
    },
    expected: [
      ['no', undefined],
      ['fills-unset', 4],
    ],
  },
  valueSpelling: {
    observe: async (s) => {
      const sent = { jobTitle: ' Signs ', countries: ['spain', 'us'], languages: ['english'] };
      const { jobTitle, countries, languages } = fieldsOf(s, await readyDraft(s, sent));
      return [jobTitle, countries, languages];
    },
    expected: [
      ['as-sent', [' Signs ', ['spain', 'us'], ['english']]],
      ['canonical', ['Signs', ['ES', 'US'], ['English']]],
    ],
  },
  lowConfidenceShape: {
    observe: async (s) => {
      const { body } = await create(s, {
        rawJobDescription: 'Label images for around $0.05 each, pay per label.',
      });
      return typeof body.lowConfidenceFields[0];
    },
    expected: [
      ['strings', 'string'],
      ['objects', 'object'],
    ],
  },
  warningShape: {
    observe: async (s) => {
      const job = { title: 'Labeller', description: 'Label.', paymentType: 'BARTER' };
      const { body } = await create(s, { format: 'opentrain_canonical', job });
      return body.warnings.map((warning: unknown) => typeof warning).slice(0, 1);
    },
    expected: [
      ['strings', ['string']],
      ['objects', ['object']],
    ],
  },
  issueShape: {
    observe: async (s) => {
      const { body } = await patch(s, await readyDraft(s), { pricePerLabel: 0 });
      return typeof body.validation.issues[0];
    },
    expected: [
      ['strings', 'string'],
      ['objects', 'object'],
    ],
  },
  issuesLayout: {
    observe: async (s) => {
      const { details } = (await patch(s, await readyDraft(s), { nope: 1, headcount: 'x' })).body;
      return Array.isArray(details) ? details.length : Object.keys(details);
    },
    expected: [
      ['issues', ['issues']],
      ['errors', ['errors']],
      ['flattened', ['formErrors', 'fieldErrors']],
      ['array', 2],
    ],
  },
} satisfies Partial<{ [K in DialectKey]: Probe<K> }>;

/** One probe for each switch about jobs after drafting. */
export const JOB_PROBES = {
  draftPatchWhenOpen: {
    observe: async (s) => (await patch(s, await liveJob(s), { headcount: 1 })).status,
    expected: [
      ['conflict', 409],
      ['not-found', 404],
    ],
  },
  closeDraft: {
    observe: async (s) => {
      const id = await readyDraft(s);
      return [(await post(s, id, 'close')).status, statusOf(s, id)];
    },
    expected: [
      ['archives', [200, 'ARCHIVED']],
      ['conflict', [409, 'DRAFT']],
      ['not-found', [404, 'DRAFT']],
    ],
  },
  closeOther: {
    observe: async (s) => {
      const id = await liveJob(s);
      s.human.setStatus(id, 'ONGOING');
      return (await post(s, id, 'close')).status;
    },
    expected: [
      ['archives', 200],
      ['conflict', 409],
    ],
  },
  publishArchived: {
    observe: async (s) => {
      const id = await liveJob(s);
      await post(s, id, 'close');
      return [(await post(s, id, 'publish')).status, statusOf(s, id)];
    },
    expected: [
      ['conflict', [409, 'ARCHIVED']],
      ['not-found', [404, 'ARCHIVED']],
      ['reopens', [200, 'OPEN']],
    ],
  },
  publishHold: {
    observe: async (s) => (await post(s, await readyDraft(s), 'publish')).body.status,
    expected: [
      ['opens', 'OPEN'],
      ['pending-approval', 'PENDING_APPROVAL'],
    ],
  },
  publishCheck: {
    observe: async (s) => (await post(s, await readyDraft(s, { dataVolume: null }), 'publish')).status,
    expected: [
      ['same-as-draft', 200],
      ['stricter', 400],
    ],
  },
  alreadyPublishedCounts: {
    observe: async (s) => {
      await post(s, await liveJob(s), 'publish');
      return s.dump().publishes.length;
    },
    expected: [
      ['no', 1],
      ['yes', 2],
    ],
  },
  blockedPublishCounts: {
    observe: async (s) => {
      await post(s, await readyDraft(s, { jobTitle: '[blocked-by-moderation]' }), 'publish');
      return s.dump().publishes.length;
    },
    expected: [
      ['no', 0],
      ['yes', 1],
    ],
  },
  quotaWindow: {
    observe: async (s) => {
      s.settings.publishQuota = 1;
      await liveJob(s);
      const id = await readyDraft(s);
      s.clock.advance(15 * HOUR);
      return (await post(s, id, 'publish')).status;
    },
    expected: [
      ['rolling', 429],
      ['calendar-day', 200],
    ],
  },
  moderationReasons: {
    observe: async (s) => {
      const { body } = await post(s, await readyDraft(s, { jobTitle: '[blocked-by-moderation]' }), 'publish');
      return typeof body.details.reasons[0];
    },
    expected: [
      ['strings', 'string'],
      ['objects', 'object'],
    ],
  },
  liveEditNotReady: {
    observe: async (s) => {
      const id = await liveJob(s);
      const { status } = await edit(s, id, { experienceLevel: null });
      return [status, statusOf(s, id), fieldsOf(s, id).experienceLevel];
    },
    expected: [
      ['rejected', [400, 'OPEN', COMPLETE.experienceLevel]],
      ['stays-open', [200, 'OPEN', undefined]],
      ['back-to-draft', [200, 'DRAFT', undefined]],
    ],
  },
  updatedAtMoves: {
    observe: async (s) => {
      const id = await liveJob(s);
      const first = updatedAt(s, id);
      await edit(s, id, { jobTitle: COMPLETE.jobTitle });
      const second = updatedAt(s, id);
      s.human.addProposal(id);
      return [second !== first, updatedAt(s, id) !== second];
    },
    expected: [
      ['every-patch', [true, false]],
      ['real-change', [false, false]],
      ['also-proposals', [true, true]],
    ],
  },
  expiry: {
    observe: async (s) => {
      const id = await liveJob(s);
      s.clock.advance(57 * 24 * HOUR);
      return [id === (await call(s, 'GET', '/jobs/mine')).body.jobs[0].id, statusOf(s, id)];
    },
    expected: [
      ['none', [true, 'OPEN']],
      ['archives', [true, 'ARCHIVED']],
    ],
  },
  limitAboveMax: {
    observe: async (s) => (await call(s, 'GET', '/jobs/mine?limit=101')).status,
    expected: [
      ['clamp', 200],
      ['reject', 400],
    ],
  },
  listingLagMs: {
    observe: async (s) => {
      await readyDraft(s);
      const early = (await call(s, 'GET', '/jobs/mine')).body.jobs.length;
      s.clock.advance(31_000);
      return [early, (await call(s, 'GET', '/jobs/mine')).body.jobs.length];
    },
    expected: [
      [0, [1, 1]],
      [30_000, [0, 1]],
    ],
  },
  publicReads: {
    observe: async (s) => {
      const id = await liveJob(s);
      await call(s, 'GET', `/jobs/${id}`);
      await edit(s, id, { jobTitle: 'New' });
      const soon = (await call(s, 'GET', `/jobs/${id}`)).body.title;
      s.clock.advance(300_000);
      return [soon, (await call(s, 'GET', `/jobs/${id}`)).body.title];
    },
    expected: [
      ['fresh', ['New', 'New']],
      ['stale', [COMPLETE.jobTitle, 'New']],
    ],
  },
  externalIdEcho: {
    observe: async (s) => {
      await create(s, { rawJobDescription: 'A job.', externalId: 'e1' });
      return (await call(s, 'GET', '/jobs/mine')).body.jobs[0].externalId;
    },
    expected: [
      ['absent', undefined],
      ['mine', 'e1'],
    ],
  },
  proposalScale: {
    observe: async (s) => {
      const id = s.human.addProposal(await liveJob(s));
      const { metrics, bid } = (await call(s, 'GET', `/proposals/${id}`)).body.proposal;
      return [metrics.interviewScore, metrics.matchScore, bid.unit];
    },
    expected: [
      ['reference', [86, 0.91, 'PER_LABEL']],
      ['guide', [8.6, 91, 'per_label']],
    ],
  },
  inviteScope: {
    observe: async (s) => {
      const id = await liveJob(s);
      const { token } = (await call(s, 'POST', '/tokens', { scopes: ['jobs:write'] })).body;
      return (await call(s, 'POST', `/jobs/${id}/invites`, { freelancerId: 'f' }, { token })).status;
    },
    expected: [
      ['proposals:write', 403],
      ['jobs:write', 201],
    ],
  },
} satisfies Partial<{ [K in DialectKey]: Probe<K> }>;
