import { draftContentHash } from './create-draft.ts';
import { serverChecks } from './job-checks.ts';
import { createJob } from './job-create.ts';
import { deleteJob } from './job-delete.ts';
import { importedState, importJob } from './job-import.ts';
import { planJob } from './job-plan.ts';
import { decodePrivate, encodePrivate } from './job-private.ts';
import { readJob } from './job-read.ts';
import { jobSchema } from './job-schema.ts';
import { settleJob } from './job-settle.ts';
import { updateJob } from './job-update.ts';
import { validateJob } from './job-validate.ts';
import type {
  ApplyRequest,
  ApplyResponse,
  ListedResource,
  ListRequest,
  PlanRequest,
  PlanResponse,
  ResourceType,
} from './resource.ts';
import type { Schema } from './schema-model.ts';
import type { ProviderSession } from './session.ts';

async function plan(session: ProviderSession, request: PlanRequest): Promise<PlanResponse> {
  const response = planJob({
    prior: request.prior,
    private: decodePrivate(request.priorPrivate),
    replaces: request.prior === null && request.priorPrivate !== null,
    config: request.config,
    reassert: session.options.reassert,
  });
  const checks = await serverChecks(session, request);
  return { ...response, diagnostics: [...response.diagnostics, ...checks] };
}

async function apply(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse> {
  if (request.prior === null) {
    return request.planned === null ? deleteJob(session, request) : createJob(session, request);
  }
  session.inventory.noteWritten(String(request.prior.id));
  return request.planned === null ? deleteJob(session, request) : updateJob(session, request);
}

/** Every job of the account, newest first, drafts included. */
async function* list(session: ProviderSession, request: ListRequest): AsyncIterable<ListedResource> {
  for (const row of (await session.inventory.all()).values()) {
    yield {
      id: row.id,
      displayName: row.title ?? row.id,
      state: request.includeState ? importedState(row, {}) : null,
    };
  }
}

/** Bulk discovery takes no filter: the list is one cheap sweep, and Terraform filters what it generates. */
const listSchema: Schema = {
  version: 0,
  description: 'All jobs of the account, drafts included.',
  attributes: {},
};

/** `opentrain_job`. */
export const jobResource: ResourceType = {
  typeName: 'opentrain_job',
  schema: jobSchema,
  validate: validateJob,
  plan,
  read: readJob,
  apply,
  importState: importJob,
  settle: settleJob,
  contentHashOf: draftContentHash,
  generationOf: (privateText) => decodePrivate(privateText).generation,
  markReplaced: (privateText) => encodePrivate({ ...decodePrivate(privateText), replacing: true }),
  isReplaced: (privateText) => decodePrivate(privateText).replacing,
  listSchema,
  list,
  upgradeState(version, attributes) {
    if (version > jobSchema.version) {
      throw new Error(`state of schema version ${version} was written by a newer otform than this one`);
    }
    return attributes;
  },
};
