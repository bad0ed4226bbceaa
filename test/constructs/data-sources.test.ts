import { TerraformOutput } from 'cdktf';
import { expect, test } from 'vitest';
import {
  DataOpentrainAccount,
  DataOpentrainCapabilities,
  DataOpentrainJob,
  DataOpentrainProposals,
  Job,
} from '../../src/constructs/index.ts';
import { newStack, synth } from './synthesised.ts';

test('data sources take references, and their nested values can be referred to', () => {
  const stack = newStack();
  const job = new Job(stack, 'labels');
  const proposals = new DataOpentrainProposals(stack, 'shortlist', {
    jobId: job.jobId,
    status: 'SHORTLISTED',
    limit: 5,
  });
  const account = new DataOpentrainAccount(stack, 'account');
  const capabilities = new DataOpentrainCapabilities(stack, 'capabilities');
  const other = new DataOpentrainJob(stack, 'other', { id: 'job_1' });
  const values = {
    name: proposals.proposals.get(0).candidateName,
    bid: proposals.proposals.get(1).bidUsd,
    email: account.email,
    features: capabilities.features,
    unreviewed: other.proposalsUnreviewed,
    source: job.source.text,
  };
  for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
  const { data = {}, output = {} } = synth(stack);
  expect(data.opentrain_proposals?.shortlist).toMatchObject({
    job_id: '${opentrain_job.labels.id}',
    status: 'SHORTLISTED',
    limit: 5,
  });
  expect(data.opentrain_job?.other).toMatchObject({ id: 'job_1' });
  expect(Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]))).toEqual({
    name: '${data.opentrain_proposals.shortlist.proposals[0].candidate_name}',
    bid: '${data.opentrain_proposals.shortlist.proposals[1].bid_usd}',
    email: '${data.opentrain_account.account.email}',
    // CDKTF makes a list of a set, so that it can be indexed.
    features: '${tolist(data.opentrain_capabilities.capabilities.features)}',
    unreviewed: '${data.opentrain_job.other.proposals_unreviewed}',
    source: '${opentrain_job.labels.source.text}',
  });
});
