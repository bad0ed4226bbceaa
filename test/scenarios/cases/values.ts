import { COMPLETE, ref, titled } from '../program.ts';
import { scenarios } from '../scenario.ts';

const IMAGES = 'opentrain_job.images';
const APPLY = ['apply', '-auto-approve'];
const ONE_BY_ONE = [...APPLY, '-parallelism=1'];
const EMPTY_PLAN = ['plan', '-detailed-exitcode'];
const LIST = 'GET /jobs/mine';
const HOUR = 60 * 60 * 1000;
const PROGRAM = { jobs: { images: titled('Images') } };
const CREATED = { name: 'apply', program: PROGRAM, run: APPLY, expect: { exit: 0, remote: { OPEN: 1 } } };

/** References, variables, outputs, and plans that are kept for later. */
export const VALUES = scenarios(
  {
    name: 'references',
    converges: {},
    steps: [
      {
        name: 'plan',
        program: {
          jobs: {
            images: titled('Images'),
            review: titled('Review', { job_description: `Check the work of ${ref(`${IMAGES}.id`)}.` }),
          },
          outputs: {
            ids: { value: [ref(`${IMAGES}.id`), ref('opentrain_job.review.id')] },
            url: { value: ref(`${IMAGES}.job_url`), description: 'Public page.' },
          },
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create', 'opentrain_job.review': 'create' } },
      },
      { name: 'apply', run: ONE_BY_ONE, expect: { exit: 0, remote: { OPEN: 2 } } },
      { name: 'plan-empty', run: EMPTY_PLAN, expect: { exit: 0, requests: [LIST], plan: {} } },
      { name: 'output', run: ['output'], terraform: 'left out', expect: { exit: 0, requests: [] } },
      {
        name: 'apply-destroy-order',
        program: {},
        run: ONE_BY_ONE,
        expect: {
          exit: 0,
          requests: [LIST, 'POST /jobs/{id}/close', 'POST /jobs/{id}/close'],
          state: {},
          outputs: {},
          remote: { ARCHIVED: 2 },
        },
      },
    ],
  },
  {
    name: 'variables',
    converges: { flags: ['-var=title=Images'] },
    steps: [
      {
        name: 'plan-missing',
        program: {
          jobs: { images: titled(ref('var.title'), { headcount: ref('var.heads') }) },
          variables: { title: { type: 'string' }, heads: { type: 'number', default: 2 } },
          outputs: { title: { value: `Title: ${ref('var.title')}` } },
        },
        run: ['plan', '-input=false'],
        expect: { exit: 1, requests: [] },
      },
      {
        name: 'apply-with-var',
        run: [...APPLY, '-var', 'title=Images', '-var=heads=3'],
        expect: {
          exit: 0,
          state: { [IMAGES]: { job_title: 'Images', headcount: 3 } },
          outputs: { title: 'Title: Images' },
        },
      },
      {
        name: 'plan-environment',
        run: EMPTY_PLAN,
        env: { TF_VAR_title: 'Images', TF_VAR_heads: '4' },
        expect: { exit: 2, plan: { [IMAGES]: 'update: headcount, status' } },
      },
      {
        name: 'plan-undeclared',
        run: ['plan', '-var=title=Images', '-var=nope=1'],
        expect: { exit: 1 },
      },
    ],
  },
  {
    name: 'saved-plan',
    converges: {},
    steps: [
      {
        name: 'plan-out',
        program: PROGRAM,
        run: ['plan', '-out=tonight.plan'],
        expect: { exit: 0, state: {}, remote: {} },
      },
      {
        name: 'show',
        run: ['show', 'tonight.plan'],
        terraform: 'left out',
        expect: { exit: 0, requests: [] },
      },
      { name: 'apply-saved', run: ['apply', 'tonight.plan'], expect: { exit: 0, remote: { OPEN: 1 } } },
      { name: 'apply-stale', run: ['apply', 'tonight.plan'], expect: { exit: 1, remote: { OPEN: 1 } } },
      {
        name: 'plan-out-edit',
        program: { jobs: { images: titled('Other images') } },
        run: ['plan', '-out=edit.plan'],
        expect: { exit: 0, plan: { [IMAGES]: 'update: job_title, job_url, status' } },
      },
      {
        name: 'apply-changed-program',
        program: { jobs: { images: titled('Third title') } },
        run: ['apply', 'edit.plan'],
        // Terraform's plan file carries its own copy of the program, so it applies it.
        terraform: 'left out',
        expect: { exit: 1, requests: [], remote: { OPEN: 1 } },
      },
    ],
  },
  {
    name: 'refresh-only',
    converges: {},
    steps: [
      CREATED,
      {
        name: 'plan-refresh-only',
        before: ({ simulator, id }) => {
          simulator.clock.advance(HOUR);
          simulator.human.editDraft(id(IMAGES), { jobTitle: 'Renamed by hand' });
        },
        run: ['plan', '-refresh-only', '-detailed-exitcode'],
        expect: { exit: 2, state: { [IMAGES]: { job_title: 'Images' } } },
      },
      {
        name: 'apply-refresh-only',
        run: [...APPLY, '-refresh-only'],
        expect: { exit: 0, requests: [LIST], state: { [IMAGES]: { job_title: 'Renamed by hand' } } },
      },
      {
        name: 'plan-without-refresh',
        run: [...EMPTY_PLAN, '-refresh=false'],
        expect: { exit: 2, requests: [], plan: { [IMAGES]: 'update: job_title, job_url, status' } },
      },
    ],
  },
  {
    name: 'extra-fields',
    steps: [
      {
        name: 'plan-unknown-key',
        program: { jobs: { images: titled('Images', { extra_fields: '{"shoeSize": 44}' }) } },
        run: ['plan'],
        expect: { exit: 1, remote: {} },
      },
    ],
  },
  {
    name: 'enum-of-a-newer-server',
    converges: {},
    steps: [
      {
        name: 'plan-unknown-to-both',
        program: { jobs: { images: titled('Images', { experience_level: 'WIZARD' }) } },
        run: ['plan'],
        expect: { exit: 1, remote: {} },
      },
      {
        name: 'plan-served',
        before: ({ simulator }) => {
          simulator.faults.add({
            method: 'GET',
            path: '/job-drafts/capabilities',
            count: null,
            fault: { type: 'wrong-shape', body: servedWith('WIZARD') },
          });
        },
        run: EMPTY_PLAN,
        expect: { exit: 2, plan: { [IMAGES]: 'create' } },
      },
      {
        name: 'apply-known',
        program: { jobs: { images: COMPLETE } },
        run: APPLY,
        expect: { exit: 0, remote: { OPEN: 1 } },
      },
    ],
  },
);

/** Capabilities of a server whose list of levels is newer than this version's. */
function servedWith(level: string): object {
  return {
    features: {},
    draft: {
      importFormats: ['text'],
      enums: { experienceLevel: ['EXPERT', 'ENTRY_LEVEL', 'INTERMEDIATE', 'ANY_EXPERIENCE_LEVEL', level] },
      updateKeys: ['jobTitle', 'jobDescription', 'experienceLevel'],
    },
  };
}
