/**
 * Never run: `npm run types` compiles it, and fails when a line that should be an error is none, or the reverse.
 */
import { App, TerraformIterator, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { DataOpentrainProposals, Job, type JobProps, JobSource, OpentrainProvider, Pay } from 'otform';

const stack = new TerraformStack(new App(), 'types');
const variable = new TerraformVariable(stack, 'level', { type: 'string' });
const iterator = TerraformIterator.fromList(['a']);

new OpentrainProvider(stack, 'opentrain');
const job = new Job(stack, 'accepted', {
  pay: Pay.perLabel(0.05),
  source: JobSource.canonical({ title: 'x', nested: { list: [1, null, true, variable.stringValue] } }),
  experienceLevel: variable.stringValue,
  dataVolumeUnit: 'NUMBER_OF_FILES',
  dataVolume: Token.asNumber(variable.value),
  languages: iterator.getList('languages'),
  forEach: iterator,
  lifecycle: { preventDestroy: true },
  extraFields: { anything: [1, 2] },
});
const id: string = job.jobId;
new DataOpentrainProposals(stack, 'proposals', { jobId: id, dependsOn: [job] });
const props: JobProps = { pay: undefined, source: undefined, jobTitle: undefined, dependsOn: undefined };
new Job(stack, 'undefined-is-left-out', props);

// @ts-expect-error a price is a number
Pay.perLabel('0.05');
// @ts-expect-error pay comes from Pay
new Job(stack, 'pay', { pay: 0.05 });
// @ts-expect-error a source comes from JobSource
new Job(stack, 'source', { source: 'Label cats.' });
// @ts-expect-error a source holds no functions
JobSource.canonical({ title: () => 'x' });
// @ts-expect-error names are the API's
new Job(stack, 'snake', { job_title: 'x' });
// @ts-expect-error a head count is a number
new Job(stack, 'headcount', { headcount: '3' });
// @ts-expect-error the ID is the server's
new Job(stack, 'id', { jobId: 'x' });
// @ts-expect-error proposals belong to a job
new DataOpentrainProposals(stack, 'of-nothing', {});
// @ts-expect-error the ID cannot be set
job.jobId = 'x';
