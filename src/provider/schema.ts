import {
  accountDataSchema,
  capabilitiesDataSchema,
  jobDataSchema,
  proposalsDataSchema,
} from './data-schemas.ts';
import { jobSchema } from './job-schema.ts';
import type { ProviderSchema, Schema } from './schema-model.ts';

/** Configuration of the provider itself. */
const providerConfigSchema: Schema = {
  version: 0,
  description: 'Declares and reconciles jobs on the OpenTrain marketplace.',
  attributes: {
    base_url: {
      type: 'string',
      optional: true,
      description:
        'Origin of the API. Default: `OT_API_BASE_URL`, the credentials file, then OpenTrain’s own.',
    },
    token: {
      type: 'string',
      optional: true,
      sensitive: true,
      description:
        'API token. Leave it out: `OT_API_TOKEN` or the credentials file keeps it away from plan files and programs. ' +
        'Under Terraform 1.10 and later it may come from an ephemeral value.',
    },
    reassert: {
      type: 'bool',
      optional: true,
      description:
        'Re-send the declared fields of jobs that somebody may have changed where the API does not show the values.',
    },
  },
};

/** The whole provider schema: source of the bindings, the docs and the plugin's `GetProviderSchema`. */
export const providerSchema: ProviderSchema = {
  provider: providerConfigSchema,
  resources: { opentrain_job: jobSchema },
  dataSources: {
    opentrain_job: jobDataSchema,
    opentrain_capabilities: capabilitiesDataSchema,
    opentrain_account: accountDataSchema,
    opentrain_proposals: proposalsDataSchema,
  },
};
