import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Job, JobSource, OpentrainProvider } from 'otform';

const app = new App();
const stack = new TerraformStack(app, 'quickstart');

new OpentrainProvider(stack, 'opentrain');

const job = new Job(stack, 'image-labels', {
  source: JobSource.text(
    'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
      'English required, prior image annotation experience preferred. Two-week project.',
  ),
  // What the description does not say, and OpenTrain asks for before it publishes.
  experienceLevel: 'INTERMEDIATE',
  dataVolume: 10_000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
});

new TerraformOutput(stack, 'job_id', { value: job.jobId });
new TerraformOutput(stack, 'status', { value: job.status });
new TerraformOutput(stack, 'job_url', { value: job.jobUrl });

app.synth();
