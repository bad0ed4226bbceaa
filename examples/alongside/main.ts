import { App, DataResource, TerraformOutput, TerraformStack, Token } from 'cdktf';
import { Job, JobSource, OpentrainProvider, Pay } from 'otform';

const app = new App();
const stack = new TerraformStack(app, 'alongside');

new OpentrainProvider(stack, 'opentrain');

/** Stands for infrastructure that exists before the job: a bucket with the files to label, say. */
const batch = new DataResource(stack, 'batch', {
  input: { name: 'street-scenes-7', files: 2_500 },
});
const batchName = Token.asString(batch.output.lookup('name'));
const batchFiles = Token.asNumber(batch.output.lookup('files'));

// The job takes its words and numbers from the infrastructure. They are known only when that is made.
const job = new Job(stack, 'boxes', {
  jobTitle: `Bounding boxes in ${batchName}`,
  source: JobSource.text(
    `We need 2 AI trainers to draw bounding boxes around cars and pedestrians in the photographs of ${batchName}. ` +
      'English required. Two-week project.',
  ),
  pay: Pay.perLabel(0.04),
  experienceLevel: 'INTERMEDIATE',
  dataVolume: batchFiles,
  dataVolumeUnit: 'NUMBER_OF_FILES',
});

/** Stands for infrastructure that needs the job: a labelling tool that is told whom to let in. */
const tool = new DataResource(stack, 'tool', {
  input: { job_id: job.jobId, job_url: job.jobUrl, batch: batchName },
});

new TerraformOutput(stack, 'job_id', { value: job.jobId });
new TerraformOutput(stack, 'job_title', { value: job.jobTitle });
new TerraformOutput(stack, 'tool_job_url', { value: tool.output.lookup('job_url') });

app.synth();
