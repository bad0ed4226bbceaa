import { COMPLETE, ref, titled } from '../program.ts';
import { scenarios } from '../scenario.ts';

const IMAGES = 'opentrain_job.images';
const APPLY = ['apply', '-auto-approve'];
const EMPTY_PLAN = ['plan', '-detailed-exitcode'];
const LIST = 'GET /jobs/mine';
/** A plan that publishes asks whose day's limit it counts against. */
const ME = 'GET /auth/me';
const BLOCKED = 'Label images. Contact me on Telegram to start.';
const URL = { url: { value: ref(`${IMAGES}.job_url`) } };
const DAY = 24 * 60 * 60 * 1000;

const { experience_level: _level, ...GAP } = COMPLETE;
const five = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e'].map((name) => [name, titled(`Label images ${name.toUpperCase()}`)]),
);

/** From a draft to a live job, and everything that keeps a job from getting there. */
export const PUBLISHING = scenarios(
  {
    name: 'quickstart',
    converges: {},
    steps: [
      {
        name: 'first-plan',
        program: { jobs: { images: COMPLETE }, outputs: { job_id: { value: ref(`${IMAGES}.id`) } } },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create' }, state: {}, remote: {} },
      },
      {
        name: 'apply',
        run: APPLY,
        expect: {
          exit: 0,
          requests: [
            ME,
            LIST,
            'POST /job-drafts',
            'PATCH /job-drafts/{id} experienceLevel',
            'POST /jobs/{id}/publish',
          ],
          state: { [IMAGES]: { status: 'OPEN', experience_level: 'INTERMEDIATE', price_per_label: 0.05 } },
          remote: { OPEN: 1 },
        },
      },
      {
        name: 'second-plan',
        run: EMPTY_PLAN,
        expect: { exit: 0, requests: [LIST], plan: {}, remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'missing-fields',
    converges: {},
    steps: [
      {
        name: 'apply-with-gap',
        program: { jobs: { images: GAP } },
        run: APPLY,
        expect: { exit: 3, state: { [IMAGES]: { status: 'DRAFT' } }, remote: { DRAFT: 1 } },
      },
      {
        name: 'plan-again',
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'update: job_url, status' } },
      },
      {
        name: 'apply-with-field',
        program: { jobs: { images: COMPLETE } },
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST, ME, 'PATCH /job-drafts/{id} experienceLevel', 'POST /jobs/{id}/publish'],
          state: { [IMAGES]: { status: 'OPEN' } },
          remote: { OPEN: 1 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'draft-on-purpose',
    converges: { statuses: { [IMAGES]: 'DRAFT' } },
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: { ...COMPLETE, publish: false } } },
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'DRAFT' } }, remote: { DRAFT: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
      {
        name: 'plan-publish',
        program: { jobs: { images: COMPLETE } },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'update: job_url, publish, status' } },
      },
      {
        name: 'plan-draft-again',
        program: { jobs: { images: { ...COMPLETE, publish: false } } },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
    ],
  },
  {
    name: 'blocked-at-publish',
    converges: {},
    steps: [
      {
        name: 'apply-blocked',
        program: { jobs: { images: { ...COMPLETE, job_title: 'Images', job_description: BLOCKED } } },
        run: APPLY,
        expect: { exit: 3, state: { [IMAGES]: { status: 'DRAFT' } }, remote: { DRAFT: 1 } },
      },
      {
        name: 'apply-fixed',
        program: { jobs: { images: { ...COMPLETE, job_title: 'Images', job_description: 'Label images.' } } },
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST, ME, 'PATCH /job-drafts/{id} jobDescription', 'POST /jobs/{id}/publish'],
          state: { [IMAGES]: { status: 'OPEN', job_description: 'Label images.' } },
          remote: { OPEN: 1 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'blocked-at-live-edit',
    converges: {},
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: titled('Images') } },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      {
        name: 'plan-edit',
        program: { jobs: { images: titled('Images', { job_description: BLOCKED }) } },
        run: ['plan'],
        expect: { exit: 0, plan: { [IMAGES]: 'update: job_description, status' } },
      },
      {
        name: 'apply-edit',
        run: APPLY,
        expect: {
          exit: 3,
          requests: [LIST, 'PATCH /jobs/{id} jobDescription'],
          state: { [IMAGES]: { status: 'DRAFT', job_description: BLOCKED } },
          remote: { DRAFT: 1 },
        },
      },
      {
        name: 'apply-fixed',
        program: { jobs: { images: titled('Images', { job_description: 'Label images.' }) } },
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST, ME, 'PATCH /job-drafts/{id} jobDescription', 'POST /jobs/{id}/publish'],
          state: { [IMAGES]: { status: 'OPEN', job_description: 'Label images.' } },
          remote: { OPEN: 1 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'publish-quota',
    publishQuota: 3,
    isRace: true,
    converges: {},
    steps: [
      {
        name: 'plan',
        program: { jobs: five },
        run: ['plan'],
        expect: {
          exit: 0,
          plan: Object.fromEntries(Object.keys(five).map((name) => [`opentrain_job.${name}`, 'create'])),
        },
      },
      {
        name: 'apply',
        run: [...APPLY, '-parallelism=1'],
        expect: { exit: 3, remote: { OPEN: 3, DRAFT: 2 } },
      },
      {
        name: 'apply-next-day',
        before: ({ simulator }) => simulator.clock.advance(DAY + 1000),
        run: [...APPLY, '-parallelism=1'],
        expect: {
          exit: 0,
          requests: [LIST, ME, 'POST /jobs/{id}/publish', 'POST /jobs/{id}/publish'],
          remote: { OPEN: 5 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'live-edit',
    converges: {},
    steps: [
      {
        name: 'apply',
        program: {
          jobs: { images: titled('Images', { headcount: 3, languages: ['English'] }) },
          outputs: URL,
        },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      {
        name: 'plan-edit',
        program: {
          jobs: { images: titled('Product images', { languages: ['Spanish', 'English'] }) },
          outputs: URL,
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'update: job_title, job_url, languages, status' } },
      },
      {
        name: 'apply-edit',
        run: APPLY,
        expect: {
          exit: 0,
          // The second list tells the public address, which carries the title.
          requests: [LIST, 'PATCH /jobs/{id} jobTitle,languages', LIST],
          state: { [IMAGES]: { status: 'OPEN', job_title: 'Product images', headcount: 3 } },
          remote: { OPEN: 1 },
        },
      },
      {
        name: 'plan-other-order',
        program: {
          jobs: { images: titled('Product images', { languages: ['English', 'Spanish'] }) },
          outputs: URL,
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
    ],
  },
);
