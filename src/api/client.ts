import { getCapabilities, getMe } from './account.ts';
import type { OpentrainApi } from './api.ts';
import { Caller } from './caller.ts';
import { getDraft, patchDraft, postDraft } from './drafts.ts';
import { getMyJobs, getPublicJob, patchJob, postClose, postPublish } from './jobs.ts';
import { type ApiClientOptions, readOptions } from './options.ts';
import { paginate } from './paginate.ts';
import { getProposal, getProposals } from './proposals.ts';
import { getServedSpec } from './served-spec.ts';
import { getUpdates } from './updates.ts';

/**
 * A client of the OpenTrain public API. Makes no request until a method is called. Its calls share one connection
 * pool and one throttle. Throws `ClientOptionsError` or `BaseUrlError` for options it cannot work with.
 */
export function createApiClient(options: ApiClientOptions): OpentrainApi {
  const settings = readOptions(options);
  const caller = new Caller(settings);
  return {
    baseUrl: settings.baseUrl.href,
    me: async (call) => {
      const account = await caller.run(getMe(), call?.signal);
      settings.token.noteAccount(account.accountId);
      return account;
    },
    capabilities: async (call) => caller.run(getCapabilities(), call?.signal),
    tryServedSpec: async (call) => caller.run(getServedSpec(), call?.signal),
    createDraft: async (input, call) => caller.run(postDraft(input), call?.signal),
    updateDraft: async (jobId, fields, call) => caller.run(patchDraft(jobId, fields), call?.signal),
    tryReadDraft: async (jobId, call) => caller.run(getDraft(jobId), call?.signal),
    myJobs: (query = {}, call) =>
      paginate('/jobs/mine', (cursor) => caller.run(getMyJobs(query, cursor), call?.signal)),
    publicJob: async (jobId, call) => caller.run(getPublicJob(jobId), call?.signal),
    updateJob: async (jobId, fields, call) => caller.run(patchJob(jobId, fields), call?.signal),
    publish: async (jobId, call) => caller.run(postPublish(jobId), call?.signal),
    close: async (jobId, call) => caller.run(postClose(jobId), call?.signal),
    proposals: (jobId, query = {}, call) =>
      paginate('/jobs/{id}/proposals', (cursor) =>
        caller.run(getProposals(jobId, query, cursor), call?.signal),
      ),
    proposal: async (proposalId, call) => caller.run(getProposal(proposalId), call?.signal),
    tryUpdates: async (cursor, call) => caller.run(getUpdates(cursor), call?.signal),
    dispose: () => caller.dispose(),
  };
}
