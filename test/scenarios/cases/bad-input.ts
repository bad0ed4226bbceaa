import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OtformWorld, RUN_THE_PROGRAM } from '../otform-runner.ts';
import { COMPLETE, type ProgramParts, ref, STACK, titled } from '../program.ts';

/** One mistake of a user: it must be told clearly, with its place, and must leave no trace. */
export interface BadInput {
  readonly name: string;
  /** Default: a program without mistakes. */
  readonly program?: ProgramParts;
  /** What is there before the command. */
  readonly prepare?: (world: OtformWorld) => void | Promise<void>;
  /** Default: `plan`. */
  readonly run?: readonly string[];
  /** Laid over the simulator's address and token; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Words that name the place of the mistake. */
  readonly says: readonly string[];
}

const GOOD: ProgramParts = { jobs: { images: titled('Images') } };
const broken = (attributes: object): ProgramParts => ({ jobs: { images: { ...COMPLETE, ...attributes } } });
const file = (name: string, text: string) => (world: OtformWorld) =>
  writeFileSync(join(world.project.dir, name), text);

async function applied(world: OtformWorld): Promise<void> {
  const { code, output } = await world.otform(['apply', '-auto-approve']);
  if (code !== 0) throw new Error(output);
}

const changedState = (change: (text: string) => string) => async (world: OtformWorld) => {
  await applied(world);
  const { statePath } = world.project;
  writeFileSync(statePath, change(readFileSync(statePath, 'utf8')));
};

const LOCK = {
  ID: '5f1c7d2e-0000-4000-8000-000000000000',
  Operation: 'OperationTypeApply',
  Info: '',
  Who: 'somebody@elsewhere',
  Version: '1.11.4',
  Created: '2026-01-05T08:59:00Z',
  Path: `terraform.${STACK}.tfstate`,
};

export const BAD_INPUT: readonly BadInput[] = [
  { name: 'no-token', env: { OT_API_TOKEN: undefined }, says: ['OT_API_TOKEN'] },
  {
    name: 'revoked-token',
    prepare: ({ simulator }) => simulator.revokeToken(simulator.token),
    run: ['apply', '-auto-approve'],
    says: ['token'],
  },
  {
    name: 'revoked-token-with-state',
    prepare: async (world) => {
      await applied(world);
      world.simulator.revokeToken(world.simulator.token);
    },
    says: ['token'],
  },
  { name: 'bad-base-url', env: { OT_API_BASE_URL: 'opentrain' }, says: ['opentrain'] },
  {
    name: 'cdktf-json-malformed',
    prepare: file('cdktf.json', '{ "language": "typescript", "app": }'),
    run: ['plan', RUN_THE_PROGRAM],
    says: ['cdktf.json'],
  },
  {
    name: 'cdktf-json-without-app',
    prepare: file('cdktf.json', '{ "language": "typescript" }'),
    run: ['plan', RUN_THE_PROGRAM],
    says: ['cdktf.json', 'app'],
  },
  {
    name: 'program-throws',
    prepare: (world) => {
      file('cdktf.json', '{ "language": "typescript", "app": "node app.mjs" }')(world);
      file('app.mjs', "const jobs = undefined;\nconsole.log('starting');\njobs.forEach(() => {});\n")(world);
    },
    run: ['plan', RUN_THE_PROGRAM],
    says: ['app.mjs:3'],
  },
  {
    name: 'unknown-enum',
    program: broken({ experience_level: 'WIZARD' }),
    says: ['opentrain_job.images', 'experience_level', 'WIZARD', 'INTERMEDIATE'],
  },
  {
    name: 'two-prices',
    program: broken({ payment_type: 'PAY_PER_LABEL', price_per_label: 0.05, price_per_hour: 18 }),
    says: ['opentrain_job.images', 'price_per_label', 'price_per_hour'],
  },
  {
    name: 'wrong-type',
    program: broken({ headcount: 'three' }),
    says: ['opentrain_job.images', 'headcount'],
  },
  {
    name: 'unknown-attribute',
    program: broken({ experience_levl: 'EXPERT' }),
    says: ['opentrain_job.images', 'experience_levl', 'experience_level'],
  },
  {
    name: 'text-too-long',
    program: broken({ source: { text: 'x'.repeat(60_001) } }),
    says: ['opentrain_job.images', '60001', '60000'],
  },
  {
    name: 'two-sources',
    program: broken({ source: { text: 'x', hr_xml: '<x/>' } }),
    says: ['opentrain_job.images', 'source'],
  },
  {
    name: 'malformed-xml',
    program: broken({
      source: { indeed_xml: '<source>\n  <job>\n    <title>Labels</titel>\n  </job>\n</source>' },
    }),
    says: ['opentrain_job.images', 'source.indeed_xml', 'line 3'],
  },
  {
    name: 'malformed-json-ld',
    program: broken({ source: { schema_org: '{"@type": "JobPosting",\n "title": }' } }),
    says: ['opentrain_job.images', 'source.schema_org', 'line 2'],
  },
  {
    name: 'unsupported-expression',
    program: broken({ job_title: ref('upper("labels")') }),
    says: ['opentrain_job.images', 'upper', 'terraform'],
  },
  {
    name: 'unknown-reference',
    program: broken({ job_title: ref('opentrain_job.pictures.id') }),
    says: ['opentrain_job.images', 'opentrain_job.pictures'],
  },
  {
    name: 'foreign-resource',
    program: {
      ...GOOD,
      raw: { resource: { null_resource: { x: {} }, opentrain_job: { images: COMPLETE } } },
    },
    says: ['null_resource.x', 'terraform'],
  },
  {
    name: 'foreign-backend',
    program: {
      ...GOOD,
      raw: { terraform: { backend: { s3: { bucket: 'states', key: 'jobs' } }, required_providers: {} } },
    },
    says: ['s3', 'terraform'],
  },
  {
    name: 'stack-not-json',
    prepare: ({ project }) => writeFileSync(join(project.stackDir, 'cdk.tf.json'), '{"resource": '),
    says: ['cdk.tf.json'],
  },
  { name: 'no-synthesised-folder', run: ['plan', '-synthesized=nowhere'], says: ['nowhere'] },
  { name: 'state-corrupt', prepare: changedState(() => 'not a state'), says: ['terraform.jobs.tfstate'] },
  {
    name: 'state-truncated',
    prepare: changedState((text) => text.slice(0, text.length / 2)),
    says: ['terraform.jobs.tfstate'],
  },
  {
    name: 'state-of-the-future',
    prepare: changedState((text) => text.replace('"version": 4', '"version": 5')),
    says: ['terraform.jobs.tfstate', '5'],
  },
  {
    // To Terraform too an empty file is no state; that the job is live shows on the account.
    name: 'state-empty-file',
    prepare: changedState(() => ''),
    says: ['A Job Like This Already Exists', 'otform import'],
  },
  {
    name: 'plan-stale',
    prepare: async (world) => {
      await world.otform(['plan', '-out=tonight.plan']);
      await applied(world);
    },
    run: ['apply', 'tonight.plan'],
    says: ['otform plan'],
  },
  {
    name: 'plan-of-another-state',
    prepare: async (world) => {
      await applied(world);
      world.project.declare({ jobs: { images: titled('Other images') } });
      await world.otform(['plan', '-out=tonight.plan']);
      const { statePath } = world.project;
      const lineage = '"lineage": "00000000-0000-4000-8000-000000000000"';
      writeFileSync(statePath, readFileSync(statePath, 'utf8').replace(/"lineage": "[^"]+"/, lineage));
    },
    run: ['apply', 'tonight.plan'],
    says: ['otform plan'],
  },
  {
    name: 'plan-damaged',
    prepare: async (world) => {
      await world.otform(['plan', '-out=tonight.plan']);
      const path = join(world.project.dir, 'tonight.plan');
      writeFileSync(path, readFileSync(path).subarray(0, 200));
    },
    run: ['apply', 'tonight.plan'],
    says: ['tonight.plan'],
  },
  { name: 'plan-missing', run: ['apply', '-auto-approve', 'tonight.plan'], says: ['tonight.plan'] },
  {
    name: 'lock-held',
    prepare: file(`.terraform.${STACK}.tfstate.lock.info`, JSON.stringify(LOCK)),
    run: ['apply', '-auto-approve'],
    says: ['somebody@elsewhere', LOCK.ID, 'force-unlock'],
  },
  {
    name: 'wrong-lineage',
    prepare: async (world) => {
      await applied(world);
      const text = readFileSync(world.project.statePath, 'utf8');
      const other = text.replace(/"lineage": "[^"]+"/, '"lineage": "00000000-0000-4000-8000-000000000000"');
      writeFileSync(join(world.project.dir, 'other.tfstate'), other);
    },
    run: ['state', 'push', 'other.tfstate'],
    says: ['lineage'],
  },
  {
    name: 'unknown-target',
    run: ['plan', '-target=opentrain_job.pictures'],
    says: ['opentrain_job.pictures'],
  },
  { name: 'malformed-target', run: ['plan', '-target=pictures['], says: ['pictures['] },
  {
    name: 'unknown-replace',
    run: ['plan', '-replace=opentrain_job.pictures'],
    says: ['opentrain_job.pictures'],
  },
  { name: 'unknown-stack', run: ['plan', 'other'], says: ['other', 'jobs'] },
  { name: 'unknown-flag', run: ['plan', '-refrsh=false'], says: ['-refresh'] },
  { name: 'var-file-missing', run: ['plan', '-var-file=nowhere.tfvars'], says: ['nowhere.tfvars'] },
  { name: 'no-terminal-to-ask-on', run: ['apply'], says: ['-auto-approve'] },
  {
    name: 'import-of-nothing',
    run: ['import', 'opentrain_job.images', 'no-such-job'],
    says: ['no-such-job'],
  },
  {
    name: 'state-mv-unknown',
    prepare: applied,
    run: ['state', 'mv', 'opentrain_job.a', 'opentrain_job.b'],
    says: ['opentrain_job.a'],
  },
];
