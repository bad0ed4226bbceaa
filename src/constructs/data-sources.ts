/**
 * Data sources as generated: they take IDs and filters, no prose, so nothing has to be added.
 */
export { DataOpentrainAccount, type DataOpentrainAccountConfig } from './gen/data-opentrain-account.ts';
export {
  DataOpentrainCapabilities,
  type DataOpentrainCapabilitiesConfig,
} from './gen/data-opentrain-capabilities.ts';
export { DataOpentrainJob, type DataOpentrainJobConfig } from './gen/data-opentrain-job.ts';
export { DataOpentrainProposals, type DataOpentrainProposalsConfig } from './gen/data-opentrain-proposals.ts';
