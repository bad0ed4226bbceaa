import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { DataOpentrainAccount, Job, JobSource, OpentrainProvider, Pay } from 'otform';

const app = new App();
const stack = new TerraformStack(app, 'portfolio');

new OpentrainProvider(stack, 'opentrain');

/** One level for most jobs; change it with TF_VAR_experience_level, or --var experience_level=EXPERT. */
const level = new TerraformVariable(stack, 'experience_level', {
  type: 'string',
  default: 'INTERMEDIATE',
  description: 'Experience that the jobs of the portfolio ask for.',
});

const account = new DataOpentrainAccount(stack, 'account');

const images = new Job(stack, 'product-images', {
  jobTitle: 'Product image classification',
  source: JobSource.text(
    'We need 3 AI trainers to sort 10,000 product images into 12 categories. English required, prior image ' +
      'annotation experience preferred. Two-week project.',
  ),
  pay: Pay.perLabel(0.05),
  experienceLevel: level.stringValue,
  dataVolume: 10_000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
  headcount: 3,
});

const sentiment = new Job(stack, 'spanish-sentiment', {
  jobTitle: 'Spanish sentiment of product reviews',
  source: JobSource.canonical({
    title: 'Spanish sentiment of product reviews',
    description:
      'Mark each review as positive, neutral or negative, and highlight the words that decided it.',
    paymentType: 'PAY_PER_HOUR',
    rateAmount: 18,
    languages: ['Spanish'],
    labelTypes: ['CLASSIFICATION'],
  }),
  pay: Pay.perHour(18),
  experienceLevel: level.stringValue,
  dataVolume: 250_000,
  dataVolumeUnit: 'NUMBER_OF_WORDS',
  languages: ['Spanish'],
});

const transcripts = new Job(stack, 'call-transcripts', {
  jobTitle: 'Transcribe support calls',
  source: JobSource.schemaOrg({
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    title: 'Transcribe support calls',
    description: 'Transcribe recorded support calls word for word, with speaker turns and time stamps.',
    baseSalary: {
      '@type': 'MonetaryAmount',
      currency: 'USD',
      value: { '@type': 'QuantitativeValue', value: 22, unitText: 'HOUR' },
    },
  }),
  pay: Pay.perHour(22),
  experienceLevel: 'EXPERT',
  dataVolume: 40,
  dataVolumeUnit: 'HOURS_OF_RECORDING_AUDIO_VIDEO',
});

const boxes = new Job(stack, 'street-boxes', {
  jobTitle: 'Bounding boxes in street scenes',
  source: JobSource.indeedXml(`<?xml version="1.0" encoding="utf-8"?>
<source>
  <job>
    <title><![CDATA[Bounding boxes in street scenes]]></title>
    <referencenumber><![CDATA[street-boxes-1]]></referencenumber>
    <description><![CDATA[Draw bounding boxes around cars, bicycles & pedestrians in 2,500 photographs.]]></description>
    <salary><![CDATA[$5,000 fixed price]]></salary>
  </job>
</source>`),
  pay: Pay.fixed(5_000),
  // A reference: whatever the image job asks for, this one asks for too.
  experienceLevel: images.experienceLevel,
  dataVolume: 2_500,
  dataVolumeUnit: 'NUMBER_OF_FILES',
});

const review = new Job(stack, 'second-review', {
  jobTitle: 'Second review of labelled images',
  source: JobSource.hrXml(`<?xml version="1.0" encoding="utf-8"?>
<PositionOpening xmlns="http://www.hr-xml.org/3">
  <PositionProfile>
    <PositionTitle>Second review of labelled images</PositionTitle>
    <PositionFormattedDescription>
      <Content>Check the labels of 10,000 product images, and correct what is wrong.</Content>
    </PositionFormattedDescription>
  </PositionProfile>
</PositionOpening>`),
  pay: Pay.perLabel(0.02),
  experienceLevel: 'EXPERT',
  dataVolume: 10_000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
  labelingOverview: `Checks the labels of job ${images.jobId}.`,
  // Stays a draft until the first labels are in: then remove this line and apply again.
  publish: false,
  onDestroy: 'abandon',
});

for (const [name, job] of Object.entries({ images, sentiment, transcripts, boxes, review })) {
  new TerraformOutput(stack, `${name}_id`, { value: job.jobId });
}
new TerraformOutput(stack, 'images_url', { value: images.jobUrl });
new TerraformOutput(stack, 'account_id', { value: account.id });

app.synth();
