import type { DialectKey } from '../../src/simulator/index.ts';
import { COMPLETE, call, liveJob, readyDraft } from './harness.ts';
import { create, edit, fieldsOf, HOUR, type Probe, patch, post, statusOf, updatedAt } from './probe.ts';

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
