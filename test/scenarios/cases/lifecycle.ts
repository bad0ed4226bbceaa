import { COMPLETE, QUICKSTART_TEXT, titled } from '../program.ts';
import { scenarios } from '../scenario.ts';

const IMAGES = 'opentrain_job.images';
const APPLY = ['apply', '-auto-approve'];
const EMPTY_PLAN = ['plan', '-detailed-exitcode'];
const DESTROY = ['destroy', '-auto-approve'];
const LIST = 'GET /jobs/mine';
const PROGRAM = { jobs: { images: titled('Images') } };
const CREATED = { name: 'apply', program: PROGRAM, run: APPLY, expect: { exit: 0, remote: { OPEN: 1 } } };
const NO_KEY = { idempotency_key: undefined };
const OTHER_SOURCE = { source: { text: `${QUICKSTART_TEXT} Weekends only.` } };

/** Replacement, destruction and the lifecycle block. */
export const LIFECYCLE = scenarios(
  {
    name: 'replace-by-source',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-replace',
        program: { jobs: { images: titled('Images', OTHER_SOURCE) } },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'delete/create' } },
      },
      {
        name: 'apply-replace',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { ARCHIVED: 1, OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'destroy-close',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-destroy',
        run: ['plan', '-destroy'],
        expect: { exit: 0, plan: { [IMAGES]: 'delete' } },
      },
      {
        name: 'destroy',
        run: DESTROY,
        expect: { exit: 0, requests: [LIST, 'POST /jobs/{id}/close'], state: {}, remote: { ARCHIVED: 1 } },
      },
      {
        name: 'destroy-again',
        run: DESTROY,
        expect: { exit: 0, requests: [], state: {}, remote: { ARCHIVED: 1 } },
      },
      {
        name: 'apply-anew',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { ARCHIVED: 1, OPEN: 1 } },
      },
    ],
  },
  {
    name: 'destroy-abandon',
    converges: { statuses: {}, strays: 1 },
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: titled('Images', { on_destroy: 'abandon' }) } },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      {
        name: 'apply-removed',
        program: {},
        run: APPLY,
        expect: { exit: 0, requests: [LIST], state: {}, remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'destroy-draft-refused',
    dialect: { closeDraft: 'conflict' },
    converges: { strays: (dialect) => (dialect.closeDraft === 'archives' ? 0 : 1) },
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: { ...COMPLETE, publish: false } } },
        run: APPLY,
        expect: { exit: 0, remote: { DRAFT: 1 } },
      },
      {
        name: 'apply-removed',
        program: {},
        run: APPLY,
        expect: { exit: 0, state: {}, remote: { DRAFT: 1 } },
      },
    ],
  },
  {
    name: 'prevent-destroy',
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: titled('Images', { lifecycle: { prevent_destroy: true } }) } },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      { name: 'destroy', run: DESTROY, expect: { exit: 1, requests: [LIST], remote: { OPEN: 1 } } },
      {
        name: 'plan-replace',
        program: {
          jobs: { images: titled('Images', { ...OTHER_SOURCE, lifecycle: { prevent_destroy: true } }) },
        },
        run: ['plan'],
        expect: { exit: 1, remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'ignore-changes',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-ignored',
        program: {
          jobs: { images: titled('Another title', { lifecycle: { ignore_changes: ['job_title'] } }) },
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'plan-all-ignored',
        program: {
          jobs: { images: titled('Another title', { headcount: 9, lifecycle: { ignore_changes: 'all' } }) },
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'apply-beside-ignored',
        program: {
          jobs: {
            images: titled('Another title', { headcount: 4, lifecycle: { ignore_changes: ['job_title'] } }),
          },
        },
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST, 'PATCH /jobs/{id} headcount'],
          state: { [IMAGES]: { job_title: 'Images', headcount: 4, status: 'OPEN' } },
        },
      },
    ],
  },
  {
    name: 'create-before-destroy',
    converges: {},
    steps: [
      {
        name: 'apply',
        program: { jobs: { images: titled('Images', { lifecycle: { create_before_destroy: true } }) } },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      {
        name: 'plan-replace',
        program: {
          jobs: { images: titled('Images', { ...OTHER_SOURCE, lifecycle: { create_before_destroy: true } }) },
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create/delete' } },
      },
      {
        name: 'apply-replace',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { ARCHIVED: 1, OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'create-before-destroy-without-key',
    converges: {},
    steps: [
      {
        name: 'apply',
        program: {
          jobs: { images: titled('Images', { ...NO_KEY, lifecycle: { create_before_destroy: true } }) },
        },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
      {
        name: 'plan-replace',
        program: {
          jobs: {
            images: titled('Images', {
              ...NO_KEY,
              ...OTHER_SOURCE,
              lifecycle: { create_before_destroy: true },
            }),
          },
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create/delete' } },
      },
      {
        name: 'apply-replace',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { ARCHIVED: 1, OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'replace-triggered-by',
    converges: {},
    steps: [
      {
        name: 'apply',
        program: {
          jobs: {
            images: titled('Images'),
            follow: titled('Follow-up', { lifecycle: { replace_triggered_by: [`${IMAGES}.job_title`] } }),
          },
        },
        run: [...APPLY, '-parallelism=1'],
        expect: { exit: 0, remote: { OPEN: 2 } },
      },
      {
        name: 'plan-triggered',
        program: {
          jobs: {
            images: titled('Other images'),
            follow: titled('Follow-up', { lifecycle: { replace_triggered_by: [`${IMAGES}.job_title`] } }),
          },
        },
        run: EMPTY_PLAN,
        expect: {
          exit: 2,
          plan: { [IMAGES]: 'update: job_title, job_url, status', 'opentrain_job.follow': 'delete/create' },
        },
      },
      {
        name: 'apply-triggered',
        run: [...APPLY, '-parallelism=1'],
        expect: { exit: 0, remote: { OPEN: 2, ARCHIVED: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
);
