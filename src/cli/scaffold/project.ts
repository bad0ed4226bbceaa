import { otformVersion } from '../version.ts';

/** One file of a new project. */
export interface ScaffoldFile {
  readonly name: string;
  readonly text: string;
  /** Left as it is when it exists; the others stop `init`. */
  readonly mayExist: boolean;
}

/** The program of a new project: the quickstart of OpenTrain's documentation, as code. */
export const QUICKSTART_PROGRAM = `import { App, TerraformOutput, TerraformStack } from 'cdktf';
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
`;

const readme = (stack: string) => `# OpenTrain jobs as code

\`main.ts\` declares the jobs; \`otform\` makes OpenTrain match.

\`\`\`sh
npm install
npx otform plan --simulator     # try it without an account: nothing leaves this machine
npx otform apply --simulator
\`\`\`

With an account: \`export OT_API_TOKEN=...\` and leave out \`--simulator\`.

The state (\`terraform.${stack}.tfstate\`) knows which jobs are yours. Keep it where every run finds it: in this
repository, or in a backend that \`terraform\` or \`tofu\` serves. Without it, a run cannot know that a job exists.
`;

const IGNORED = `node_modules/
cdktf.out/
.otform/
.terraform/
*.tfstate.backup
*.tfstate.lock.info
errored.tfstate
# The state itself (terraform.*.tfstate) is not ignored on purpose: a run without it would post every job again.
`;

/** A program and the name of its stack. */
export interface FirstProgram {
  readonly text: string;
  readonly stack: string;
}

const QUICKSTART: FirstProgram = { text: QUICKSTART_PROGRAM, stack: 'quickstart' };

/** Files of a new project in the order they are listed to the user. */
export function scaffoldFiles(
  projectName: string,
  program: FirstProgram = QUICKSTART,
): readonly ScaffoldFile[] {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return [
    {
      name: 'package.json',
      mayExist: true,
      text: json({
        name: projectName,
        private: true,
        type: 'module',
        scripts: { plan: 'otform plan', apply: 'otform apply' },
        dependencies: { cdktf: '^0.21.0', constructs: '^10.4.2', otform: `^${otformVersion()}` },
      }),
    },
    {
      name: 'cdktf.json',
      mayExist: false,
      text: json({
        language: 'typescript',
        app: 'node --import otform/register main.ts',
        projectId: projectName,
        sendCrashReports: 'false',
      }),
    },
    { name: 'main.ts', mayExist: false, text: program.text },
    {
      name: 'tsconfig.json',
      mayExist: true,
      text: json({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          moduleResolution: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
        },
        include: ['**/*.ts'],
        exclude: ['node_modules', 'cdktf.out'],
      }),
    },
    { name: '.gitignore', mayExist: true, text: IGNORED },
    { name: 'README.md', mayExist: true, text: readme(program.stack) },
  ];
}
