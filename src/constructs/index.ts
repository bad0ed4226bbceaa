export {
  DataOpentrainAccount,
  type DataOpentrainAccountConfig,
  DataOpentrainCapabilities,
  type DataOpentrainCapabilitiesConfig,
  DataOpentrainJob,
  type DataOpentrainJobConfig,
  DataOpentrainProposals,
  type DataOpentrainProposalsConfig,
} from './data-sources.ts';
export { Job } from './job.ts';
export type { JobProps, OnDestroy } from './job-props.ts';
export { JobSource } from './job-source.ts';
export type { JsonDocument, JsonValue } from './json-document.ts';
export { Pay } from './pay.ts';
export { OpentrainProvider, type OpentrainProviderProps } from './provider.ts';
