import type { DialectKey, Simulator } from '../../src/simulator/index.ts';
import { call, readyDraft } from './harness.ts';
import { create, fieldsOf, HOUR, KEYED, type Probe, patch, post } from './probe.ts';

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
