import type { Plan, ResourceChange } from '../../src/engine/plan-model.ts';
import type { PlanEffects } from '../../src/provider/resource.ts';
import type { ProviderSchema } from '../../src/provider/schema-model.ts';
import { type ObjectValue, UNKNOWN } from '../../src/provider/values.ts';

export const NO_EFFECTS: PlanEffects = {
  createsDraft: false,
  publishes: false,
  liveEdit: [],
  draftEdit: [],
  closes: false,
  abandons: false,
};

/** A small schema with one attribute of each shape that the views treat differently. */
export const SCHEMA: ProviderSchema = {
  provider: { version: 0, description: '', attributes: {} },
  dataSources: {},
  resources: {
    opentrain_job: {
      version: 0,
      description: '',
      attributes: {
        id: { type: 'string', description: '', computed: true },
        job_title: { type: 'string', description: '', optional: true },
        job_description: { type: 'string', description: '', optional: true },
        countries: { type: { set: 'string' }, description: '', optional: true },
        steps: { type: { list: 'string' }, description: '', optional: true },
        source: {
          type: {
            object: {
              text: { type: 'string', description: '' },
              canonical: { type: 'string', description: '' },
            },
          },
          description: '',
          optional: true,
        },
        secret: { type: 'string', description: '', sensitive: true, optional: true },
        extra_fields: { type: 'string', description: '', optional: true },
        publish: { type: 'bool', description: '', optional: true, computed: true },
        status: { type: 'string', description: '', computed: true },
        job_url: { type: 'string', description: '', computed: true },
        draft_url: { type: 'string', description: '', computed: true },
        review_url: { type: 'string', description: '', computed: true },
      },
    },
  },
};

/** A job as the state knows it. */
export function job(attributes: ObjectValue = {}): ObjectValue {
  return {
    id: 'job_1',
    job_title: 'Image labelling',
    job_description: 'Label images.',
    countries: ['US', 'DE'],
    publish: true,
    status: 'OPEN',
    job_url: 'https://app.opentrain.ai/jobs/job_1',
    ...attributes,
  };
}

/** A job that is still to be made: what apply fills in is unknown. */
export function newJob(attributes: ObjectValue = {}): ObjectValue {
  return {
    ...job(),
    id: UNKNOWN,
    status: UNKNOWN,
    job_url: UNKNOWN,
    draft_url: UNKNOWN,
    review_url: UNKNOWN,
    ...attributes,
  };
}

export function change(
  parts: Partial<Omit<ResourceChange, 'effects'>> & { effects?: Partial<PlanEffects> },
): ResourceChange {
  const name = parts.name ?? 'support';
  const { effects, ...rest } = parts;
  return {
    address: `opentrain_job.${name}`,
    mode: 'managed',
    type: 'opentrain_job',
    name,
    action: 'no-op',
    prior: null,
    priorPrivate: null,
    config: null,
    planned: null,
    plannedPrivate: null,
    replacePaths: [],
    createBeforeDestroy: false,
    dependencies: [],
    ...rest,
    effects: { ...NO_EFFECTS, ...effects },
  };
}

export function plan(parts: Partial<Plan> = {}): Plan {
  return {
    formatVersion: 1,
    otformVersion: '0.0.0',
    stack: 'jobs',
    mode: 'normal',
    createdAt: '2026-01-01T00:00:00.000Z',
    state: { path: 'terraform.jobs.tfstate', lineage: null, serial: 0 },
    configHash: '0'.repeat(64),
    targets: [],
    excludes: [],
    variables: {},
    changes: [],
    drift: [],
    outputs: [],
    diagnostics: [],
    publishes: 0,
    publishLimit: null,
    pendingSettlements: [],
    ...parts,
  };
}
