import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { ALL_ANSWERS, NewWorld, ROOT } from './new-world.ts';

const DOCUMENTS = [
  {
    name: 'schema',
    flag: 'schema-org',
    text: `{
  "@context": "https://schema.org", "@type": "JobPosting",
  "title": "Transcribe \`calls\`",
  "description": "Word for word.\\nWith $\{speakers} and \\"turns\\".",
  "baseSalary": 1.50
}
`,
  },
  {
    name: 'canonical',
    flag: 'canonical',
    text: '{"title":"Sentiment","description":"Positive or not: ${x}","paymentType":"PAY_PER_HOUR","rateAmount":18}',
  },
  {
    name: 'indeed',
    flag: 'indeed-xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<source>
  <job>
    <title><![CDATA[Box \`street\` scenes]]></title>
    <description><![CDATA[Draw $\{boxes} & label 'them'.]]></description>
  </job>
</source>
`,
  },
  {
    name: 'hrxml',
    flag: 'hr-xml',
    text: `<?xml version="1.0"?>
<JobPositionPosting>
  <JobPositionPostingId>1</JobPositionPostingId>
  <JobPositionInformation>
    <JobPositionTitle>Translator</JobPositionTitle>
    <JobPositionDescription><JobPositionPurpose>Translate $\{novels}.</JobPositionPurpose></JobPositionDescription>
  </JobPositionInformation>
</JobPositionPosting>
`,
  },
] as const;

/** Runs the real compiler over the project, as an editor would. */
function typeCheck(dir: string): string {
  try {
    execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', '.'], { cwd: dir, encoding: 'utf8' });
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    customConditions: ['otform-source'],
    allowImportingTsExtensions: true,
  },
  include: ['jobs/*.ts', 'main.ts'],
});

function sourcesInState(dir: string): Record<string, unknown> {
  const state: {
    resources: { name: string; instances: { attributes: { source: Record<string, unknown> } }[] }[];
  } = JSON.parse(readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8'));
  return Object.fromEntries(
    state.resources.map(({ name, instances }) => [
      name,
      Object.values(instances[0]?.attributes.source ?? {}).find((text) => text !== null),
    ]),
  );
}

async function makeAll(
  jobs: readonly { readonly name: string; readonly flag: string; readonly text: string }[],
) {
  const w = (await NewWorld.start()).asSynthesised();
  w.write('answers.json', JSON.stringify(ALL_ANSWERS));
  let printed = '';
  for (const { name, flag, text } of jobs) {
    w.write(`${name}.in`, text);
    const made = await w.otform(
      'new',
      name,
      `-${flag}=${name}.in`,
      '-answers=answers.json',
      '-synthesized=cdktf.out',
    );
    expect(made, made.err).toMatchObject({ code: 0, err: '' });
    printed += made.out;
  }
  w.asProject({
    imports: [...printed.matchAll(/^ {4}(import \{.*)$/gm)].map((match) => match[1]).join('\n'),
    calls: [...printed.matchAll(/^ {4}(\w+\(stack\);)$/gm)].map((match) => match[1]).join('\n'),
  });
  w.write('tsconfig.json', TSCONFIG);
  return w;
}

it('writes every format down word for word; the code compiles, and the plan finds no changes', async () => {
  const w = await makeAll(DOCUMENTS);
  expect(sourcesInState(w.dir)).toEqual(Object.fromEntries(DOCUMENTS.map(({ name, text }) => [name, text])));
  expect(w.read('jobs/schema.ts')).toContain('JobSource.schemaOrg(`{\n  "@context"');
  const planned = await w.otform('plan', '-detailed-exitcode');
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
  expect(typeCheck(w.dir)).toBe('');
});

it('survives hostile descriptions, which compile, synthesise and plan to no changes', async () => {
  const jobs = HOSTILE_TEXTS.map(({ text }, index) => ({ name: `job${index}`, flag: 'text', text }));
  const w = await makeAll(jobs);
  const kept = sourcesInState(w.dir);
  // Terraform's strings are in normal form C, and so are the engine's.
  for (const { name, text } of jobs) expect(kept[name]).toBe(text.normalize('NFC'));
  const planned = await w.otform('plan', '-detailed-exitcode');
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
  expect(typeCheck(w.dir)).toBe('');
  const synthesised: { resource: { opentrain_job: Record<string, { source: { text: string } }> } } =
    JSON.parse(w.read('cdktf.out/stacks/jobs/cdk.tf.json'));
  expect(Object.keys(synthesised.resource.opentrain_job)).toHaveLength(jobs.length);
});
