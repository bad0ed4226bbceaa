import { COMPLETE, ref, titled } from '../program.ts';
import { scenarios } from '../scenario.ts';

const IMAGES = 'opentrain_job.images';
const APPLY = ['apply', '-auto-approve'];
const ONE_BY_ONE = [...APPLY, '-parallelism=1'];
const EMPTY_PLAN = ['plan', '-detailed-exitcode'];
const LIST = 'GET /jobs/mine';
const PROGRAM = { jobs: { images: titled('Images') } };
const CREATED = { name: 'apply', program: PROGRAM, run: APPLY, expect: { exit: 0, remote: { OPEN: 1 } } };
const ABC = { jobs: { a: titled('Images A'), b: titled('Images B'), c: titled('Images C') } };

const counted = (count: number) => ({
  jobs: { batch: { ...COMPLETE, count, job_title: `Batch ${ref('count.index')}` } },
});
const perLanguage = (languages: Readonly<Record<string, string>>) => ({
  jobs: {
    support: {
      ...COMPLETE,
      for_each: languages,
      job_title: `Support in ${ref('each.value')}`,
      languages: [ref('each.value')],
    },
  },
});

/** Which object stands at which address: repetition, moves, imports, selection. */
export const ADDRESSES = scenarios(
  {
    name: 'count',
    converges: {},
    steps: [
      {
        name: 'apply-two',
        program: counted(2),
        run: ONE_BY_ONE,
        expect: { exit: 0, remote: { OPEN: 2 } },
      },
      {
        name: 'plan-grow',
        program: counted(3),
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { 'opentrain_job.batch[2]': 'create' } },
      },
      { name: 'apply-grow', run: ONE_BY_ONE, expect: { exit: 0, remote: { OPEN: 3 } } },
      {
        name: 'plan-shrink',
        program: counted(1),
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { 'opentrain_job.batch[1]': 'delete', 'opentrain_job.batch[2]': 'delete' } },
      },
      {
        name: 'apply-shrink',
        run: ONE_BY_ONE,
        expect: {
          exit: 0,
          state: { 'opentrain_job.batch[0]': { job_title: 'Batch 0', status: 'OPEN' } },
          remote: { OPEN: 1, ARCHIVED: 2 },
        },
      },
      {
        name: 'apply-grow-again',
        program: counted(2),
        run: ONE_BY_ONE,
        expect: { exit: 0, remote: { OPEN: 2, ARCHIVED: 2 } },
      },
    ],
  },
  {
    name: 'for-each',
    converges: {},
    steps: [
      {
        name: 'apply-two',
        program: perLanguage({ en: 'English', es: 'Spanish' }),
        run: ONE_BY_ONE,
        expect: { exit: 0, remote: { OPEN: 2 } },
      },
      {
        name: 'plan-swap',
        program: perLanguage({ en: 'English', fr: 'French' }),
        run: EMPTY_PLAN,
        expect: {
          exit: 2,
          plan: { 'opentrain_job.support["es"]': 'delete', 'opentrain_job.support["fr"]': 'create' },
        },
      },
      {
        name: 'apply-swap',
        run: ONE_BY_ONE,
        expect: {
          exit: 0,
          state: {
            'opentrain_job.support["en"]': { job_title: 'Support in English' },
            'opentrain_job.support["fr"]': { languages: ['French'] },
          },
          remote: { OPEN: 2, ARCHIVED: 1 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'moved',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-moved',
        program: {
          jobs: {
            pictures: titled('Images', { external_id: 'jobs.images', idempotency_key: 'jobs.images' }),
          },
          moved: [{ from: IMAGES, to: 'opentrain_job.pictures' }],
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { 'opentrain_job.pictures': `no-op from ${IMAGES}` } },
      },
      {
        name: 'apply-moved',
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST],
          state: { 'opentrain_job.pictures': { status: 'OPEN' } },
          remote: { OPEN: 1 },
        },
      },
      {
        name: 'plan-empty',
        program: {
          jobs: {
            pictures: titled('Images', { external_id: 'jobs.images', idempotency_key: 'jobs.images' }),
          },
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
    ],
  },
  {
    name: 'removed-keeps-the-job',
    converges: { strays: 1 },
    steps: [
      CREATED,
      {
        name: 'plan-forget',
        program: { removed: [{ from: IMAGES, lifecycle: [{ destroy: false }] }] },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'forget' } },
      },
      {
        name: 'apply-forget',
        run: APPLY,
        expect: { exit: 0, requests: [LIST], state: {}, remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'import-block',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-import',
        before: ({ notes, id, project }) => {
          notes.set('id', id(IMAGES));
          project.forget();
        },
        program: ({ notes, id }) => ({
          ...PROGRAM,
          imports: [{ to: IMAGES, id: notes.get('id') ?? id(IMAGES) }],
        }),
        run: EMPTY_PLAN,
        expect: { exit: 2 },
      },
      {
        name: 'apply-import',
        run: APPLY,
        expect: {
          exit: 0,
          state: { [IMAGES]: { status: 'OPEN', job_title: 'Images' } },
          remote: { OPEN: 1 },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'import-command',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'state-rm',
        before: ({ notes, id }) => notes.set('id', id(IMAGES)),
        run: ['state', 'rm', IMAGES],
        expect: { exit: 0, requests: [], state: {}, remote: { OPEN: 1 } },
      },
      {
        name: 'import',
        run: ['import', IMAGES, '{note:id}'],
        expect: {
          exit: 0,
          state: { [IMAGES]: { status: 'OPEN', job_title: 'Images' } },
          remote: { OPEN: 1 },
        },
      },
      {
        name: 'import-twice',
        run: ['import', IMAGES, '{note:id}'],
        expect: { exit: 1, remote: { OPEN: 1 } },
      },
      { name: 'import-unknown', run: ['import', 'opentrain_job.nope', '{note:id}'], expect: { exit: 1 } },
      { name: 'plan', run: ['plan'], expect: { exit: 0 } },
      { name: 'apply-once', run: APPLY, expect: { exit: 0, remote: { OPEN: 1 } } },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'state-commands',
    converges: {},
    steps: [
      CREATED,
      { name: 'list', run: ['state', 'list'], expect: { exit: 0, requests: [] } },
      { name: 'show', run: ['state', 'show', IMAGES], expect: { exit: 0, requests: [] } },
      {
        name: 'mv',
        run: ['state', 'mv', IMAGES, 'opentrain_job.pictures'],
        expect: { exit: 0, requests: [], state: { 'opentrain_job.pictures': { status: 'OPEN' } } },
      },
      {
        name: 'plan-empty',
        program: {
          jobs: {
            pictures: titled('Images', { external_id: 'jobs.images', idempotency_key: 'jobs.images' }),
          },
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
      { name: 'refresh', run: ['refresh'], expect: { exit: 0, requests: [LIST], remote: { OPEN: 1 } } },
    ],
  },
  {
    name: 'selection',
    converges: {},
    steps: [
      {
        name: 'plan-target',
        program: ABC,
        run: ['plan', '-target=opentrain_job.b'],
        expect: { exit: 0, plan: { 'opentrain_job.b': 'create' } },
      },
      {
        name: 'apply-target',
        run: [...APPLY, '-target=opentrain_job.b'],
        expect: { exit: 0, state: { 'opentrain_job.b': { status: 'OPEN' } }, remote: { OPEN: 1 } },
      },
      {
        name: 'apply-exclude',
        run: [...APPLY, '-exclude=opentrain_job.c'],
        // Terraform 1.11 has no -exclude; naming the others is the same.
        terraform: [...APPLY, '-target=opentrain_job.a', '-target=opentrain_job.b'],
        expect: { exit: 0, remote: { OPEN: 2 } },
      },
      {
        name: 'plan-replace',
        run: ['plan', '-replace=opentrain_job.a'],
        expect: { exit: 0, plan: { 'opentrain_job.a': 'delete/create', 'opentrain_job.c': 'create' } },
      },
      {
        name: 'apply-replace',
        run: [...ONE_BY_ONE, '-replace=opentrain_job.a'],
        expect: { exit: 0, remote: { OPEN: 3, ARCHIVED: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
);
