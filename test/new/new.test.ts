import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { ALL_ANSWERS, NewWorld, QUICKSTART_TEXT, SYNTHESISED } from './new-world.ts';

const LAST_ANSWERS = ['-set', 'experienceLevel=intermediate', '-set', 'data_volume_unit=number of files'];

describe('without a terminal', () => {
  it('lists what is missing, goes on with the draft, and the next plan finds no changes', async () => {
    const w = (await NewWorld.start()).asProject();
    w.write('job.txt', QUICKSTART_TEXT);
    const first = await w.otform('new', 'image-labels', '-text=job.txt');
    expect(first.code).toBe(1);
    expect(first.out).toContain('paymentType      "PAY_PER_LABEL"');
    expect(first.out).toMatch(/pricePerLabel +0\.05 {2}\(not sure\)/);
    expect(first.out).toContain('experienceLevel: What experience level should applicants have?');
    expect(first.out).toContain('Allowed: ENTRY_LEVEL, INTERMEDIATE, EXPERT, ANY_EXPERIENCE_LEVEL');
    expect(first.err).toContain('otform new image-labels -set experienceLevel=');
    expect(existsSync(join(w.dir, 'jobs'))).toBe(false);
    expect((await w.otform('state', 'list')).out).toBe('opentrain_job.image-labels\n');

    const second = await w.otform('new', 'image-labels', ...LAST_ANSWERS);
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(w.writes()).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID']);
    const code = w.read('jobs/image-labels.ts');
    expect(code).toContain("experienceLevel: 'INTERMEDIATE',\n    dataVolumeUnit: 'NUMBER_OF_FILES',");
    expect(code).toContain('publish: false');
    expect(existsSync(join(w.dir, '.otform', 'new', 'jobs.image-labels.json'))).toBe(false);

    w.addPrintedLines(second.out);
    const planned = await w.otform('plan', '-detailed-exitcode');
    expect(planned.out).toContain('No changes.');
    expect(planned.code).toBe(0);
    const again = await w.otform('new', 'image-labels', '-text=job.txt');
    expect(again.err).toContain('The Job Is Declared Already');

    w.write('jobs/image-labels.ts', code.replace('publish: false,', ''));
    expect((await w.otform('apply', '-auto-approve')).out).toContain('1 published.');
    expect(w.simulator.dump().jobs.map((job) => job.status)).toEqual(['OPEN']);
  });

  it('leaves the other jobs, outputs and moves of the stack alone', async () => {
    const w = (await NewWorld.start()).asProject({
      imports: "import { Job } from 'otform'; import { TerraformOutput } from 'cdktf';",
      calls: `const other = new Job(stack, 'other', { jobTitle: 'Other', jobDescription: 'Translate words.', publish: false });
new TerraformOutput(stack, 'other_id', { value: other.jobId });
new TerraformOutput(stack, 'constant', { value: 'one' });`,
    });
    expect((await w.otform('apply', '-auto-approve')).code).toBe(0);
    w.write('main.ts', w.read('main.ts').replace("jobTitle: 'Other'", "jobTitle: 'Another'"));
    const before = w.writes().length;
    w.write('job.txt', QUICKSTART_TEXT);
    const made = await w.otform('new', '-text=job.txt', ...LAST_ANSWERS);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(w.writes().slice(before)).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID']);
    w.write('main.ts', w.read('main.ts').replace("jobTitle: 'Another'", "jobTitle: 'Other'"));
    w.addPrintedLines(made.out);
    expect((await w.otform('plan', '-detailed-exitcode')).code).toBe(0);
  });

  it('takes answers from a file, unknown keys included, and tells everything as JSON', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', 'Label things.');
    w.write('answers.json', JSON.stringify({ ...ALL_ANSWERS, dataVolumeUnit: undefined }));
    const first = await w.otform(
      'new',
      'things',
      '-text=job.txt',
      '-answers=answers.json',
      '-json',
      SYNTHESISED,
    );
    expect(first.code).toBe(1);
    expect(JSON.parse(first.out)).toMatchObject({
      address: 'opentrain_job.things',
      status: 'DRAFT',
      complete: false,
      missing: [
        { key: 'dataVolumeUnit', type: 'enum', allowed: expect.arrayContaining(['NUMBER_OF_FILES']) },
      ],
    });
    const second = await w.otform(
      'new',
      'things',
      '-set',
      'dataVolumeUnit=NUMBER_OF_FILES',
      '-json',
      SYNTHESISED,
    );
    const told = JSON.parse(second.out);
    expect(second.code).toBe(0);
    expect(told).toMatchObject({ complete: true, missing: [], file: join(w.dir, 'jobs', 'things.ts') });
    expect(told.code).toBe(w.read('jobs/things.ts'));
    expect(told.code).toContain('pay: Pay.perLabel(0.05),');
    expect(told.understood).toHaveProperty('jobDescription');
    expect(w.creates()).toBe(1);
  });

  it('prints only the code with -out=-', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    const made = await w.otform('new', '-text=job.txt', ...LAST_ANSWERS, '-out=-', SYNTHESISED);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^import type \{ Construct \}[\s\S]*\}\n$/);
    expect(made.err).toContain('Understood:');
    expect(existsSync(join(w.dir, 'jobs'))).toBe(false);
  });

  it('reads standard input', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    const fake = w.io();
    fake.stdin.end(`\ufeff${QUICKSTART_TEXT}`);
    expect(await run(['new', '-text=-', ...LAST_ANSWERS, SYNTHESISED], fake.io)).toBe(0);
    expect(w.read('jobs/we-need-ai-trainers.ts')).toContain('JobSource.text(`We need 3');
  });

  it('starts a project in an empty folder', async () => {
    const w = await NewWorld.start();
    w.write('job.txt', QUICKSTART_TEXT);
    const made = await w.otform('new', 'image-labels', '-text=job.txt', ...LAST_ANSWERS);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(w.read('main.ts')).toContain("new TerraformStack(app, 'jobs')");
    expect(w.read('README.md')).toContain('terraform.jobs.tfstate');
    w.link();
    const app = 'node --conditions=otform-source --import tsx main.ts';
    expect(await w.otform('plan', '-detailed-exitcode', `-app=${app}`)).toMatchObject({ code: 0, err: '' });
  });
});

describe('nothing is sent', () => {
  const cases: readonly {
    readonly name: string;
    readonly words: readonly string[];
    readonly says: string;
  }[] = [
    { name: 'two descriptions', words: ['-text=job.txt', '-hr-xml=job.txt'], says: 'exclude each other' },
    { name: 'no description', words: ['support'], says: 'new needs a description' },
    { name: 'a missing file', words: ['-text=none.txt'], says: 'Cannot Read the Description' },
    { name: 'an empty file', words: ['-text=empty.txt'], says: 'The Description Is Empty' },
    { name: 'another encoding', words: ['-text=latin1.txt'], says: 'Not UTF-8' },
    { name: 'a bad name', words: ['a b', '-text=job.txt'], says: 'Name Not Allowed' },
    { name: 'a reserved name', words: ['Default', '-text=job.txt'], says: 'cannot be Default' },
    { name: 'a file in the way', words: ['taken', '-text=job.txt'], says: 'The File Exists Already' },
    { name: 'a bad enum', words: ['-text=job.txt', '-set', 'experienceLevel=WIZARD'], says: 'is none of' },
    { name: 'a bad number', words: ['-text=job.txt', '-set', 'price_per_label=cheap'], says: 'not a number' },
    { name: 'a price of nothing', words: ['-text=job.txt', '-set', 'pricePerLabel=0'], says: 'more than 0' },
    { name: 'half a person', words: ['-text=job.txt', '-set', 'headcount=1.5'], says: 'a whole number' },
    { name: 'bad answers', words: ['-text=job.txt', '-answers=bad.json'], says: 'line 2, column 8' },
    { name: 'broken XML', words: ['-indeed-xml=job.txt'], says: 'line 1, column' },
  ];
  it.each(cases)('with $name', async ({ words, says }) => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    w.write('empty.txt', ' \n');
    w.write('bad.json', '{\n  "a": oops\n}');
    w.write('jobs/taken.ts', 'mine');
    writeFileSync(join(w.dir, 'latin1.txt'), Buffer.from([0x4c, 0xe9, 0x62]));
    const refused = await w.otform('new', ...words, SYNTHESISED);
    expect(refused.code).toBe(1);
    expect(refused.out + refused.err).toContain(says);
    expect(w.writes()).toEqual([]);
  });

  it('for a program that only Terraform can run, which is named', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    const file = 'cdktf.out/stacks/jobs/cdk.tf.json';
    w.write(file, w.read(file).replace('"provider"', '"resource":{"null_resource":{"x":{}}},"provider"'));
    w.write('job.txt', QUICKSTART_TEXT);
    const refused = await w.otform('new', '-text=job.txt', SYNTHESISED);
    expect(refused.err).toContain('Foreign Resource');
    expect(refused.err).toContain('terraform -chdir=cdktf.out/stacks/jobs init');
    expect(w.simulator.log.total).toBe(0);
  });

  it('again of an answer that the server refused', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    await w.otform('new', 'x', '-text=job.txt', SYNTHESISED);
    const refused = await w.otform('new', 'x', SYNTHESISED, '-set', 'noSuchKey=1', ...LAST_ANSWERS);
    expect(refused.err).toContain('noSuchKey');
    expect(await w.otform('new', 'x', SYNTHESISED, ...LAST_ANSWERS)).toMatchObject({ code: 0, err: '' });
    expect(w.read('jobs/x.ts')).not.toContain('noSuchKey');
  });

  it('when the name stands for a draft of another description', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    w.write('other.txt', 'Translate a hundred novels.');
    expect((await w.otform('new', 'x', '-text=job.txt', SYNTHESISED)).code).toBe(1);
    const before = readFileSync(join(w.dir, 'terraform.jobs.tfstate'), 'utf8');
    const refused = await w.otform('new', 'x', '-text=other.txt', SYNTHESISED);
    expect(refused.err).toContain('This Is Another Job');
    expect(w.writes()).toEqual(['POST /job-drafts']);
    expect(readFileSync(join(w.dir, 'terraform.jobs.tfstate'), 'utf8')).toBe(before);
  });
});

describe('at a terminal', () => {
  it('asks again until an answer is usable, offers what is unsure, and publishes on a whole yes', async () => {
    const w = (await NewWorld.start()).asProject();
    w.write('job.txt', QUICKSTART_TEXT);
    const made = await w.typing(
      ['new', 'image-labels', '-text=job.txt'],
      [
        [/not sure about pricePerLabel: 0\.05/, 'cheap\n'],
        [/"cheap" is not a number/, '$0.06\n'],
        [/not sure about jobTitle/, '\n'],
        [/Experience level[\s\S]*2\. INTERMEDIATE/, '9\n'],
        [/"9" is none of/, '2\n'],
        [/Publish "Product image classification" now\?/, 'yes\n'],
      ],
    );
    expect(made).toMatchObject({ code: 0, err: expect.not.stringContaining('Error'), unused: 0 });
    expect(made.out).toContain('is job');
    const code = w.read('jobs/image-labels.ts');
    expect(code).toContain('pricePerLabel: 0.06');
    expect(code).toContain("experienceLevel: 'INTERMEDIATE'");
    expect(code).not.toContain('publish');
    expect(w.simulator.dump().jobs.map((job) => job.status)).toEqual(['OPEN']);
    w.addPrintedLines(made.out);
    expect((await w.otform('plan', '-detailed-exitcode')).code).toBe(0);
    expect(w.creates()).toBe(1);
  });

  it('takes a typed description, asks for pay and price together, and publishes on nothing but yes', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    const made = await w.typing(
      ['new', SYNTHESISED],
      [
        [/End with a line/, 'Translate novels\nfrom any language.\n.\n'],
        [/not sure about labelTypes/, '\n'],
        [/not sure about jobTitle/, '\n'],
        [/Payment type[\s\S]*1\. PAY_PER_LABEL/, 'pay per hour\n'],
        [/hour/, '18\n'],
        [/Experience level/i, 'expert\n'],
        [/unit/i, '4\n'],
        [/Publish/, 'y\n'],
      ],
    );
    expect(made, made.out).toMatchObject({ code: 0, unused: 0 });
    expect(w.read('jobs/translate-novels-from-any.ts')).toContain('pay: Pay.perHour(18),');
    expect(w.simulator.dump().jobs.map((job) => job.status)).toEqual(['DRAFT']);
    expect(w.writes()).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID']);
  });

  it.each([
    { name: 'the quota is used up', options: { publishQuota: 0 } },
    { name: 'moderation refuses', options: { moderation: ['product images'] } },
  ])('says what to do with the code although $name', async ({ options }) => {
    const w = (await NewWorld.start(options)).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    const made = await w.typing(
      ['new', 'images', '-text=job.txt', SYNTHESISED, ...LAST_ANSWERS],
      [
        [/not sure/, '\n'],
        [/not sure/, '\n'],
        [/Publish/, 'yes\n'],
      ],
    );
    expect(made.code).not.toBe(0);
    expect(made.out).toContain('still a draft; the next apply tries to publish it again');
    expect(made.out).toContain("import { images } from './jobs/images.js';");
    expect(w.read('jobs/images.ts')).not.toContain('publish');
  });

  it('stops on an interrupt with the draft kept, and goes on later with what was answered', async () => {
    const w = (await NewWorld.start()).asSynthesised();
    w.write('job.txt', QUICKSTART_TEXT);
    const fake = w.io({
      tty: true,
      onWrite: (text, { signals, stdin }) => {
        if (text.includes('Enter to keep it')) stdin.write('\n');
        if (text.includes('Enter a number or a value:')) signals.emit('SIGINT');
      },
    });
    expect(await run(['new', 'image-labels', '-text=job.txt', SYNTHESISED], fake.io)).toBe(130);
    expect(fake.out()).toContain('otform new image-labels');
    const made = await w.otform('new', 'image-labels', ...LAST_ANSWERS, SYNTHESISED);
    expect(made.code).toBe(0);
    expect(w.creates()).toBe(1);
  });
});
