import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { hclResource } from '../codegen/hcl-job.ts';
import type { JobCode } from '../codegen/job-code.ts';
import { functionName, typescriptModule } from '../codegen/typescript-job.ts';
import type { CommandContext } from '../command.ts';
import { configError, environmentError } from '../diagnostic-error.ts';
import { noProjectFile } from '../program/project-file.ts';
import { writeProject } from '../scaffold/write-project.ts';
import type { Workspace } from './workspace.ts';

/** Where the code of a job is to go. */
export interface CodePlace {
  /** Absolute; null: standard output. */
  readonly path: string | null;
  /** As shown to the user, relative to where they are. */
  readonly shown: string;
}

/**
 * Chooses the place, and checks that nothing is in the way while nothing has been sent yet. `goesOn` is true for a
 * draft of an earlier run, whose code may be there already.
 */
export async function chooseCodePlace(
  context: CommandContext,
  workspace: Workspace,
  name: string,
  goesOn: boolean,
): Promise<CodePlace> {
  const { flags, dir } = context;
  const out = flags.text('out');
  if (workspace.kind === 'empty' && (await exists(join(dir, 'main.ts')))) throw noProjectFile(dir);
  if (out === '-') return { path: null, shown: 'standard output' };
  const usual =
    workspace.kind === 'terraform'
      ? join(workspace.projectDir, `${name}.tf`)
      : join(workspace.projectDir, 'jobs', `${name}.ts`);
  const path = out === undefined ? usual : resolve(dir, out);
  const shown = relative(dir, path) || path;
  if (!goesOn && (await exists(path))) {
    throw configError(
      'new-file-exists',
      'The File Exists Already',
      `The code of the job would go to ${shown}, which exists. Nothing was sent. Choose another name, or another file with -out=FILE.`,
    );
  }
  return { path, shown };
}

/** Source text of the job in the language of the workspace. */
export function codeOf(workspace: Workspace, job: JobCode): string {
  return workspace.kind === 'terraform' ? hclResource(job) : typescriptModule(job);
}

/** Writes the code, and in an empty folder the project around it. Returns what is left for the user to do. */
export async function placeCode(
  context: CommandContext,
  workspace: Workspace,
  place: CodePlace,
  job: JobCode,
): Promise<readonly string[]> {
  const text = codeOf(workspace, job);
  if (place.path === null) {
    // With -json the document holds it.
    if (!context.flags.on('json')) context.io.stdout.write(text);
  } else await writeNew(place.path, place.shown, text);
  if (workspace.kind === 'terraform') return terraformSteps(context.dir);
  const call = functionName(job.name);
  const file = place.path ?? join(workspace.projectDir, 'jobs', `${job.name}.ts`);
  const module = relative(workspace.projectDir, file).split(sep).join('/').replace(/\.ts$/, '.js');
  const from = module.startsWith('.') ? module : `./${module}`;
  if (workspace.kind === 'empty') {
    const program = firstProgram(workspace.stack, call, from);
    const { written } = await writeProject(workspace.projectDir, { text: program, stack: workspace.stack });
    return [`Written beside it: ${written.join(', ')}. Then:`, '', '    npm install', '    npx otform plan'];
  }
  return [
    `Add these two lines to your program (the second where stack "${workspace.stack}" is built, before app.synth()):`,
    '',
    `    import { ${call} } from '${from}';`,
    `    ${call}(stack);`,
    '',
    'Then `otform plan` says "No changes" for it. Until then the plan shows the job as one to close,',
    'because the state has it and the program does not.',
  ];
}

async function terraformSteps(dir: string): Promise<readonly string[]> {
  const configured = await exists(join(dir, '.terraform.lock.hcl'));
  return [
    ...(configured
      ? []
      : [
          'If the folder does not require the provider yet:',
          '',
          '    otform provider install',
          '    otform provider config > versions.tf',
          '    terraform init',
          '',
        ]),
    '`terraform plan` says "No changes" for the job: it is in the state already.',
  ];
}

function firstProgram(stack: string, call: string, from: string): string {
  return `import { App, TerraformStack } from 'cdktf';
import { OpentrainProvider } from 'otform';
import { ${call} } from '${from}';

const app = new App();
const stack = new TerraformStack(app, '${stack}');

new OpentrainProvider(stack, 'opentrain');

${call}(stack);

app.synth();
`;
}

async function writeNew(path: string, shown: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // A run that was stopped right after this file wrote the same.
    if (code === 'EEXIST' && (await readFile(path, 'utf8').catch(() => null)) === text) return;
    const why = code === 'EEXIST' ? 'it exists and says something else' : String(error);
    throw environmentError(
      'new-file-write',
      'Cannot Write the Code',
      `${shown}: ${why}. The job is safe: it is in the state. Run the same command again with -out=FILE, or -out=- to print the code.`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
