import { PROPOSAL_STATUSES } from '../contract/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import {
  accountDataSchema,
  capabilitiesDataSchema,
  jobDataSchema,
  proposalsDataSchema,
} from './data-schemas.ts';
import type { Diagnostic } from './diagnostics.ts';
import { jobNotFound } from './read-diagnostics.ts';
import type { DataSourceType } from './resource.ts';
import type { ProviderSession } from './session.ts';
import type { ObjectValue, Value } from './values.ts';

type Read = (session: ProviderSession, config: ObjectValue) => Promise<ObjectValue | readonly Diagnostic[]>;

function dataSource(
  typeName: string,
  schema: DataSourceType['schema'],
  read: Read,
  validate: DataSourceType['validate'] = () => [],
): DataSourceType {
  return {
    typeName,
    schema,
    validate,
    async read(session, config) {
      try {
        const result = await read(session, config);
        return Array.isArray(result)
          ? { state: null, diagnostics: result as readonly Diagnostic[] }
          : { state: result as ObjectValue, diagnostics: [] };
      } catch (error) {
        if (!isCallFailure(error)) throw error;
        return { state: null, diagnostics: apiDiagnostics(error, 'Nothing was changed.') };
      }
    },
  };
}

const readJobData: Read = async (session, config) => {
  const id = String(config.id);
  const row = await session.inventory.findCurrent(id);
  if (row === null) return [jobNotFound(id)];
  return {
    id: row.id,
    job_title: row.title,
    status: row.status,
    published: row.published,
    accepting_applicants: row.acceptingApplicants,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    job_url: row.jobUrl,
    proposals_total: row.proposalCounts?.total ?? null,
    proposals_unreviewed: row.proposalCounts?.unreviewed ?? null,
  };
};

const readCapabilities: Read = async (session) => {
  const served = await session.capabilities();
  const on = Object.entries(served.flags).filter(([, enabled]) => enabled);
  return {
    features: on.map(([name]) => name).sort(),
    import_formats: served.importFormats,
    update_keys: served.updateKeys,
    payment_types: served.enums.paymentType ?? [],
    experience_levels: served.enums.experienceLevel ?? [],
    data_volume_units: served.enums.dataVolumeUnit ?? [],
  };
};

const readAccount: Read = async (session) => {
  const account = await session.account();
  return {
    id: account.accountId,
    organization_id: account.organizationId,
    user_id: account.userId,
    email: account.email,
    full_name: account.fullName,
    scopes: [...account.scopes].sort(),
    claimed: account.claimed,
  };
};

const readProposals: Read = async (session, config) => {
  const status = typeof config.status === 'string' ? config.status : undefined;
  const limit = typeof config.limit === 'number' ? config.limit : Number.POSITIVE_INFINITY;
  const proposals: Value[] = [];
  for await (const page of session.api.proposals(
    String(config.job_id),
    status === undefined ? {} : { status },
  )) {
    for (const proposal of page.items) {
      if (proposals.length >= limit) break;
      proposals.push({
        id: proposal.id,
        status: proposal.status,
        created_at: proposal.createdAt,
        candidate_name: proposal.candidateName,
        country: proposal.country,
        bid_usd: proposal.bidUsd,
        bid_unit: proposal.bidUnit,
        interview_score: proposal.interviewScore,
        match_score: proposal.matchScore,
      });
    }
    if (proposals.length >= limit) break;
  }
  return {
    job_id: config.job_id ?? null,
    status: config.status ?? null,
    limit: config.limit ?? null,
    proposals,
  };
};

function validateProposals(config: ObjectValue): readonly Diagnostic[] {
  const problem = (attribute: string, detail: string): Diagnostic => ({
    severity: 'error',
    code: `proposals-${attribute}`,
    summary: 'Value Not Allowed',
    detail,
    origin: 'config',
    attribute: [attribute],
  });
  const found: Diagnostic[] = [];
  const { status, limit } = config;
  // The server ignores case and takes spaces and hyphens for underscores [D jobs/list-proposals].
  const known: readonly string[] = PROPOSAL_STATUSES;
  if (typeof status === 'string' && !known.includes(status.toUpperCase().replace(/[ -]/g, '_'))) {
    found.push(problem('status', `status is "${status}"; it takes one of ${PROPOSAL_STATUSES.join(', ')}.`));
  }
  if (typeof limit === 'number' && (!Number.isInteger(limit) || limit < 1)) {
    found.push(problem('limit', `limit is ${limit}; it must be a whole number of 1 or more.`));
  }
  return found;
}

/** All data sources by type name. */
export const dataSources: Readonly<Record<string, DataSourceType>> = {
  opentrain_job: dataSource('opentrain_job', jobDataSchema, readJobData),
  opentrain_capabilities: dataSource('opentrain_capabilities', capabilitiesDataSchema, readCapabilities),
  opentrain_account: dataSource('opentrain_account', accountDataSchema, readAccount),
  opentrain_proposals: dataSource(
    'opentrain_proposals',
    proposalsDataSchema,
    readProposals,
    validateProposals,
  ),
};
