import { type Block, COMPLETE, type ProgramParts, titled } from '../program.ts';
import { scenarios } from '../scenario.ts';

const IMAGES = 'opentrain_job.images';
const APPLY = ['apply', '-auto-approve'];
const EMPTY_PLAN = ['plan', '-detailed-exitcode'];
const LIST = 'GET /jobs/mine';
const HOUR = 60 * 60 * 1000;
const PROGRAM = { jobs: { images: titled('Images') } };
const CREATED = {
  name: 'apply',
  program: PROGRAM,
  run: APPLY,
  expect: { exit: 0, remote: { OPEN: 1 } },
};

/** Other people and the server change things between two runs. */
export const OUTSIDE = scenarios(
  {
    name: 'closed-outside',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-closed',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.closeJob(id(IMAGES));
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {}, remote: { ARCHIVED: 1 } },
      },
      {
        name: 'apply-changes-nothing',
        run: APPLY,
        expect: {
          exit: 0,
          requests: [LIST],
          state: { [IMAGES]: { status: 'ARCHIVED' } },
          remote: { ARCHIVED: 1 },
        },
      },
      {
        name: 'plan-edit-of-closed',
        program: { jobs: { images: titled('Other images') } },
        run: ['plan'],
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'apply-replace',
        program: PROGRAM,
        run: [...APPLY, `-replace=${IMAGES}`],
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { ARCHIVED: 1, OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'deleted-outside',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-just-made',
        before: ({ simulator, id, notes }) => {
          notes.set('old', id(IMAGES));
          simulator.human.deleteJob(id(IMAGES));
        },
        run: EMPTY_PLAN,
        terraform: 'left out',
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'plan-gone',
        before: ({ simulator }) => simulator.clock.advance(HOUR),
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create' } },
      },
      {
        name: 'apply-again',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'edited-outside',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-suspects',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.editDraft(id(IMAGES), { experienceLevel: 'EXPERT' });
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'plan-reassert',
        run: [...EMPTY_PLAN, '-reassert'],
        terraform: 'left out',
        expect: { exit: 2, plan: { [IMAGES]: 'update: status' } },
      },
      {
        name: 'apply-reassert',
        run: [...APPLY, '-reassert'],
        terraform: 'left out',
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN', experience_level: 'INTERMEDIATE' } } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'title-edited-outside',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-title',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.editDraft(id(IMAGES), { jobTitle: 'Renamed by hand' });
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'update: job_title, job_url, status' } },
      },
      {
        name: 'apply-title',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { job_title: 'Images', status: 'OPEN' } } },
      },
    ],
  },
  {
    name: 'edited-outside-readable',
    dialect: { draftRead: 'readable' },
    converges: { statuses: { [IMAGES]: 'DRAFT' } },
    steps: [
      {
        name: 'apply-draft',
        program: { jobs: { images: titled('Images', { publish: false }) } },
        run: APPLY,
        expect: { exit: 0, remote: { DRAFT: 1 } },
      },
      {
        name: 'plan-sees',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.editDraft(id(IMAGES), { experienceLevel: 'EXPERT', subjectMatter: 'Shoes' });
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'update: experience_level' } },
      },
      {
        name: 'apply-corrects',
        run: APPLY,
        expect: {
          exit: 0,
          state: { [IMAGES]: { experience_level: 'INTERMEDIATE', subject_matter: 'Shoes', status: 'DRAFT' } },
        },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'ongoing-outside',
    steps: [
      CREATED,
      {
        name: 'plan-ongoing',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.setStatus(id(IMAGES), 'ONGOING');
        },
        run: EMPTY_PLAN,
        expect: { exit: 0, plan: {} },
      },
      {
        name: 'plan-edit-refused',
        program: { jobs: { images: titled('Other images') } },
        run: ['plan'],
        expect: { exit: 1 },
      },
    ],
  },
  {
    name: 'other-account',
    steps: [
      CREATED,
      {
        name: 'plan-other-token',
        before: ({ simulator, notes }) => {
          notes.set('token', simulator.registerAccount({ claimed: true }).token);
        },
        run: ['plan'],
        env: { OT_API_TOKEN: '{note:token}' },
        expect: { exit: 1, state: { [IMAGES]: { status: 'OPEN' } }, remote: { OPEN: 1 } },
      },
      {
        name: 'destroy-other-token',
        run: ['destroy', '-auto-approve'],
        env: { OT_API_TOKEN: '{note:token}' },
        expect: { exit: 1, state: { [IMAGES]: { status: 'OPEN' } }, remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'lookalike',
    steps: [
      CREATED,
      {
        name: 'plan-after-lost-state',
        before: ({ project, notes, id }) => {
          notes.set('id', id(IMAGES));
          project.forget();
        },
        run: ['plan'],
        // Terraform tells a provider nothing about the rest of the state; its intent log finds the job at apply.
        terraform: 'left out',
        expect: { exit: 1, remote: { OPEN: 1 } },
      },
      {
        name: 'apply-after-lost-state',
        run: APPLY,
        terraform: 'left out',
        expect: { exit: 1, state: {}, remote: { OPEN: 1 } },
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
    ],
  },
  {
    name: 'lost-create-answer',
    converges: {},
    steps: [
      {
        name: 'apply-lost',
        program: { jobs: { images: COMPLETE } },
        before: ({ simulator }) => {
          // Processed and lost; what is sent again is refused, so that this run never learns of the job.
          const create = { method: 'POST', path: '/job-drafts' };
          simulator.faults.add({ ...create, fault: { type: 'reset', when: 'after' } });
          simulator.faults.add({ ...create, nth: 2, count: null, fault: { type: 'status', status: 401 } });
        },
        run: APPLY,
        terraform: 'left out',
        expect: { exit: 1, state: {}, remote: { DRAFT: 1 } },
      },
      {
        name: 'plan-after',
        before: ({ simulator }) => simulator.faults.clear(),
        run: ['plan'],
        terraform: 'left out',
        expect: { exit: 0, plan: { [IMAGES]: 'create' } },
      },
      {
        name: 'apply-after',
        run: APPLY,
        expect: { exit: 0, state: { [IMAGES]: { status: 'OPEN' } }, remote: { OPEN: 1 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
  {
    name: 'partial-failure',
    dialect: { unparseableText: 'rejected' },
    converges: {},
    steps: [
      {
        name: 'apply-one-fails',
        program: partly({ source: { text: 'Lorem ipsum.' } }),
        run: [...APPLY, '-parallelism=1'],
        expect: {
          exit: 1,
          state: { 'opentrain_job.a': { status: 'OPEN' }, 'opentrain_job.c': { status: 'OPEN' } },
          remote: { OPEN: 2 },
        },
      },
      {
        name: 'apply-rest',
        program: partly({}),
        run: [...APPLY, '-parallelism=1'],
        expect: { exit: 0, remote: { OPEN: 4 } },
      },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, plan: {} } },
    ],
  },
);

/** Three jobs, the second with other attributes, and a fourth that waits for the second. */
function partly(second: Block): ProgramParts {
  return {
    jobs: {
      a: titled('Images A'),
      b: titled('Images B', second),
      c: titled('Images C'),
      after: titled('Images after B', { depends_on: ['opentrain_job.b'] }),
    },
  };
}
