import { describe, expect, it } from 'vitest';
import { MAX_SOURCE_TEXT_CHARS } from '../../src/contract/index.ts';
import { parseSource, SourceError } from '../../src/simulator/parsers/index.ts';

const QUICKSTART =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required, prior image annotation experience preferred. Two-week project.';

function parse(text: string) {
  return parseSource({ format: 'text', text });
}

interface Row {
  name: string;
  text: string;
  fields: Record<string, unknown>;
  /** Keys that must be doubtful; those of `fields` not listed here must not be. */
  low?: string[];
  absent?: string[];
}

const rows: Row[] = [
  {
    name: 'volume with a space as separator',
    text: 'Label 10\u00a0000 images.',
    fields: { dataVolume: 10000 },
  },
  {
    name: 'an enum value as it is written',
    text: 'Experience: ENTRY_LEVEL',
    fields: { experienceLevel: 'ENTRY_LEVEL' },
  },
  {
    name: 'a title line and a description',
    text: 'Street scenes\n\nLabel 50 images.',
    fields: { jobTitle: 'Street scenes', dataVolume: 50 },
  },

  {
    name: 'headcount before a hyphenated word',
    text: 'We need 5 Spanish-speaking annotators.',
    fields: { headcount: 5, languages: ['Spanish'] },
  },
  {
    name: 'length of a text is no volume',
    text: 'Write 500-word essays.',
    fields: {},
    absent: ['dataVolume'],
  },
  { name: 'country codes in a list', text: 'Countries: US, CA', fields: { countries: ['US', 'CA'] } },
  { name: 'an hour', text: 'Earn $15 an hour.', fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 15 } },
  {
    name: 'unit behind a word',
    text: 'We pay 4 cents per bounding box.',
    fields: { paymentType: 'PAY_PER_LABEL', pricePerLabel: 0.04 },
    low: ['paymentType'],
  },

  { name: 'headcount as a word', text: 'We want to hire five annotators.', fields: { headcount: 5 } },
  {
    name: 'headcount with a compound number word',
    text: 'Seeking twenty-five image labelers.',
    fields: { headcount: 25 },
  },
  { name: 'headcount range', text: 'We need 3-5 annotators.', fields: { headcount: 3 }, low: ['headcount'] },
  {
    name: 'headcount by between',
    text: 'Between 3 and 5 annotators.',
    fields: { headcount: 3 },
    low: ['headcount'],
  },
  {
    name: 'headcount at least',
    text: 'We need at least 4 trainers.',
    fields: { headcount: 4 },
    low: ['headcount'],
  },
  { name: 'headcount label', text: 'Headcount: 7', fields: { headcount: 7 } },
  {
    name: 'one person by article',
    text: 'We are looking for an experienced annotator.',
    fields: { headcount: 1 },
    low: ['headcount'],
  },
  {
    name: 'reviewers of each image are no headcount',
    text: 'Each image is checked by 2 annotators.',
    fields: {},
    absent: ['headcount'],
  },
  {
    name: 'a 3D model is no count',
    text: 'We label 3D images with boxes.',
    fields: {},
    absent: ['headcount', 'dataVolume'],
  },
  {
    name: 'volume of files',
    text: 'Annotate 20,000 short Spanish customer reviews.',
    fields: {
      dataVolume: 20000,
      dataVolumeUnit: 'NUMBER_OF_FILES',
      dataType: 'TEXT',
      languages: ['Spanish'],
    },
  },
  {
    name: 'volume with k',
    text: 'About 15k photos.',
    fields: { dataVolume: 15000, dataType: 'IMAGE' },
    low: ['dataVolume'],
  },
  {
    name: 'volume in millions of words',
    text: 'Review 1.5 million words.',
    fields: { dataVolume: 1_500_000, dataVolumeUnit: 'NUMBER_OF_WORDS', dataType: 'TEXT' },
  },
  {
    name: 'volume as number words',
    text: 'Two thousand five hundred documents.',
    fields: { dataVolume: 2500, dataVolumeUnit: 'NUMBER_OF_FILES', dataType: 'DOCUMENT' },
  },
  {
    name: 'volume of records',
    text: 'Check 4,200 records.',
    fields: { dataVolume: 4200, dataVolumeUnit: 'NUMBER_OF_FILES' },
  },
  {
    name: 'unclear unit',
    text: 'There are 900 items.',
    fields: { dataVolume: 900, dataVolumeUnit: 'NUMBER_OF_FILES' },
    low: ['dataVolumeUnit'],
  },
  {
    name: 'hours of audio',
    text: 'Transcribe 120 hours of customer call audio.',
    fields: {
      dataVolume: 120,
      dataVolumeUnit: 'HOURS_OF_RECORDING_AUDIO_VIDEO',
      dataType: 'AUDIO',
      labelTypes: ['TRANSCRIPTION'],
    },
    low: ['labelTypes'],
  },
  {
    name: 'hours of video',
    text: '40 hours of video footage.',
    fields: { dataVolume: 40, dataVolumeUnit: 'HOURS_OF_RECORDING_AUDIO_VIDEO', dataType: 'VIDEO' },
  },
  {
    name: 'images per batch are no volume',
    text: 'We send 500 images per batch.',
    fields: {},
    absent: ['dataVolume'],
  },
  {
    name: 'hourly with a slash',
    text: 'Pay is $18/hour.',
    fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 18 },
  },
  {
    name: 'hourly range',
    text: 'We pay $15-$20 per hour.',
    fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 15 },
    low: ['pricePerHour'],
  },
  {
    name: 'hourly in words',
    text: 'Hourly rate: 22.50 USD.',
    fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 22.5 },
  },
  {
    name: 'fixed price before',
    text: 'Fixed price of $5,000.',
    fields: { paymentType: 'FIXED_PRICE', fixedPrice: 5000 },
  },
  {
    name: 'fixed price after',
    text: 'We offer $1.2k in total.',
    fields: { paymentType: 'FIXED_PRICE', fixedPrice: 1200 },
  },
  {
    name: 'cents a label',
    text: 'You get 5 cents per label.',
    fields: { paymentType: 'PAY_PER_LABEL', pricePerLabel: 0.05 },
  },
  {
    name: 'price below one',
    text: 'Pay per label: $.06.',
    fields: { paymentType: 'PAY_PER_LABEL', pricePerLabel: 0.06 },
  },
  {
    name: 'pay per image',
    text: 'We pay $0.10 per image.',
    fields: { paymentType: 'PAY_PER_LABEL', pricePerLabel: 0.1 },
    low: ['paymentType'],
  },
  {
    name: 'a price without currency',
    text: 'Pay: 18 per hour',
    fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 18 },
    low: ['pricePerHour'],
  },
  {
    name: 'payment type alone',
    text: 'You are paid per hour.',
    fields: { paymentType: 'PAY_PER_HOUR' },
    absent: ['pricePerHour'],
  },
  {
    name: 'negotiable',
    text: '$30 per hour, negotiable.',
    fields: { paymentType: 'PAY_PER_HOUR', pricePerHour: 30 },
    low: ['pricePerHour'],
  },
  {
    name: 'a budget',
    text: 'Budget of $2,000.',
    fields: { budgetRange: '$2,000' },
    low: ['budgetRange'],
    absent: ['fixedPrice', 'paymentType'],
  },
  {
    name: 'languages',
    text: 'Fluent French, Brazilian Portuguese and Japanese.',
    fields: { languages: ['French', 'Portuguese', 'Japanese'] },
  },
  {
    name: 'a preferred language',
    text: 'German preferred.',
    fields: { languages: ['German'] },
    low: ['languages'],
  },
  {
    name: 'to polish is no language',
    text: 'You polish the labels. English not required.',
    fields: {},
    absent: ['languages'],
  },
  {
    name: 'countries',
    text: 'Applicants must be based in Kenya, South Africa or the US.',
    fields: { countries: ['KE', 'ZA', 'US'] },
  },
  { name: 'entry level', text: 'Entry-level work.', fields: { experienceLevel: 'ENTRY_LEVEL' } },
  { name: 'beginners', text: 'Good for beginners.', fields: { experienceLevel: 'ENTRY_LEVEL' } },
  {
    name: 'intermediate',
    text: 'Experience level: intermediate',
    fields: { experienceLevel: 'INTERMEDIATE' },
  },
  { name: 'senior', text: 'Senior annotators wanted.', fields: { experienceLevel: 'EXPERT' } },
  {
    name: 'any experience',
    text: 'Any experience level is welcome.',
    fields: { experienceLevel: 'ANY_EXPERIENCE_LEVEL' },
  },
  {
    name: 'years',
    text: '5+ years of annotation experience.',
    fields: { experienceLevel: 'EXPERT' },
    low: ['experienceLevel'],
    absent: ['projectDuration'],
  },
  {
    name: 'a language level is no experience level',
    text: 'Intermediate English.',
    fields: { languages: ['English'] },
    absent: ['experienceLevel'],
  },
  {
    name: 'label types',
    text: 'Draw bounding boxes and polygons, then do semantic segmentation.',
    fields: { labelTypes: ['OBJECT_DETECTION', 'POLYGON', 'SEGMENTATION'] },
  },
  {
    name: 'classes',
    text: 'Sort texts into five classes.',
    fields: { labelTypes: ['CLASSIFICATION'], dataType: 'TEXT' },
  },
  {
    name: 'a pay rate is no rating task',
    text: 'The rate is $9 per hour.',
    fields: { pricePerHour: 9 },
    absent: ['labelTypes'],
  },
  {
    name: 'two kinds of data',
    text: 'Match audio with video.',
    fields: { dataType: 'AUDIO' },
    low: ['dataType'],
  },
  { name: 'tool', text: 'The work is done in CVAT.', fields: { labelingSoftware: 'CVAT' } },
  {
    name: 'tools',
    text: 'Labelbox or Label Studio.',
    fields: { labelingSoftware: 'Labelbox, Label Studio' },
    low: ['labelingSoftware'],
  },
  { name: 'duration', text: 'The work lasts three months.', fields: { projectDuration: '3 months' } },
  {
    name: 'duration range',
    text: 'A 4-6 week project.',
    fields: { projectDuration: '4-6 weeks' },
    low: ['projectDuration'],
  },
  {
    name: 'weekly hours',
    text: '20+ hours per week.',
    fields: { timeRequirement: '20 hours per week' },
    low: ['timeRequirement'],
  },
  { name: 'part time', text: 'Part-time work.', fields: { timeRequirement: 'Part time' } },
  {
    name: 'title label',
    text: 'Title: Label street scenes\nWe need 2 annotators.',
    fields: { jobTitle: 'Label street scenes', headcount: 2 },
  },
  {
    name: 'markdown title',
    text: '# Street scenes in Lisbon\n\nWe need 2 annotators.',
    fields: { jobTitle: 'Street scenes in Lisbon', headcount: 2 },
  },
  {
    name: 'bold label in a list',
    text: '- **Job title:** Sort mail\n- **Headcount:** 4',
    fields: { jobTitle: 'Sort mail', headcount: 4 },
  },
  {
    name: 'heading with its text below',
    text: '## Dataset\nPhotos of shelves\n\n## Headcount: 2',
    fields: { datasetDescription: 'Photos of shelves', headcount: 2 },
  },
  {
    name: 'title made of the parts',
    text: 'Classify 500 support tickets.',
    fields: { jobTitle: 'Support ticket classification' },
    low: ['jobTitle'],
  },
  {
    name: 'title from the first sentence',
    text: 'help us. Now.',
    fields: { jobTitle: 'Help us' },
    low: ['jobTitle'],
  },
];

describe('text', () => {
  it('parses the documented quickstart text to the documented fields', () => {
    const { fields, lowConfidence, unmapped, warnings, parser } = parse(QUICKSTART);
    expect(fields).toEqual({
      jobTitle: 'Product image classification',
      jobDescription: QUICKSTART,
      headcount: 3,
      dataVolume: 10000,
      dataVolumeUnit: 'NUMBER_OF_FILES',
      dataType: 'IMAGE',
      paymentType: 'PAY_PER_LABEL',
      pricePerLabel: 0.05,
      languages: ['English'],
      labelTypes: ['CLASSIFICATION'],
      projectDuration: '2 weeks',
    });
    expect(lowConfidence.sort()).toEqual(['jobTitle', 'pricePerLabel']);
    expect([unmapped, warnings]).toEqual([[], []]);
    expect(parser).toEqual({ name: 'otform-simulator', version: '1', format: 'text' });
  });

  it('reaches the fields of the documented create example', () => {
    const { fields } = parse(
      'Sentiment of 20,000 Spanish product reviews, pay per label. We need five annotators.',
    );
    expect(fields).toMatchObject({
      paymentType: 'PAY_PER_LABEL',
      languages: ['Spanish'],
      headcount: 5,
      dataVolume: 20000,
      dataVolumeUnit: 'NUMBER_OF_FILES',
    });
    expect(fields).not.toHaveProperty('pricePerLabel');
    expect(fields).not.toHaveProperty('experienceLevel');
  });

  it.each(rows)('$name', ({ text, fields, low = [], absent = [] }) => {
    const parsed = parse(text);
    expect(parsed.fields).toMatchObject({ ...fields, jobDescription: text });
    for (const key of Object.keys(fields))
      expect([key, parsed.lowConfidence.includes(key)]).toEqual([key, low.includes(key)]);
    for (const key of absent) expect(parsed.fields).not.toHaveProperty(key);
  });

  it.each([
    { name: 'other currency', text: 'We pay €20 per hour.', reason: /US dollars only.*€/ },
    { name: 'Canadian dollars', text: 'We pay CA$20 per hour.', reason: /US dollars only.*CA\$/ },
    { name: 'pay per word', text: 'We pay $0.02 per word.', reason: /pay by "word"/ },
    { name: 'pay per audio minute', text: 'We pay $0.75 per audio minute.', reason: /pay by "minute"/ },
    { name: 'pay per something else', text: 'We pay $3 per trip.', reason: /pay by "trip"/ },
    { name: 'amount without unit', text: 'There is $50 in it.', reason: /without a pay unit/ },
    { name: 'excluded country', text: 'Anyone not in Russia.', reason: /left out/ },
    { name: 'country of the data', text: 'Street scenes of Japan.', reason: /not as a place/ },
    {
      name: 'second payment type',
      text: 'Pay per label. Reviewers get $20 per hour.',
      reason: /PAY_PER_LABEL first/,
    },
  ])('reports as unmapped: $name', ({ text, reason }) => {
    const { unmapped, fields } = parse(text);
    expect(unmapped).toEqual([
      { path: 'text', reason: expect.stringMatching(reason), valuePreview: expect.any(String) },
    ]);
    expect(fields).not.toHaveProperty('pricePerHour');
    expect(fields).not.toHaveProperty('countries');
  });

  it('keeps the first of two different values and says so', () => {
    const parsed = parse('We need 3 annotators. Later 8 reviewers.');
    expect(parsed.fields).toMatchObject({ headcount: 3 });
    expect(parsed.lowConfidence).toContain('headcount');
    expect(parsed.warnings).toEqual([
      'headcount: more than one value in the source; kept the first, ignored 8.',
    ]);
  });

  it('gives the description in NFC', () => {
    expect(parse('Cafe\u0301 menus').fields).toMatchObject({ jobDescription: 'Caf\u00e9 menus' });
  });

  it.each([
    { name: 'missing', text: undefined, message: 'The text is missing.' },
    { name: 'empty', text: '', message: 'The text is empty.' },
    { name: 'blank', text: ' \n\t ', message: 'The text is empty.' },
    {
      name: 'too long',
      text: 'a'.repeat(MAX_SOURCE_TEXT_CHARS + 1),
      message: 'The text has 60001 characters; at most 60000 are allowed.',
    },
  ])('refuses $name text', ({ text, message }) => {
    const run = () => parseSource(text === undefined ? { format: 'text' } : { format: 'text', text });
    expect(run).toThrow(SourceError);
    expect(run).toThrow(message);
  });

  it('takes a text of exactly the limit', () => {
    expect(parse('a'.repeat(MAX_SOURCE_TEXT_CHARS)).fields).toHaveProperty('jobTitle');
  });
});
