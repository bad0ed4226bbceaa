import { AUTH_COMMANDS } from '../auth/command-rows.ts';
import { CODE_FLAGS, NEW_COMMAND } from '../new/command-row.ts';
import { WATCH_COMMANDS } from '../watch/command-rows.ts';
import type { ArgumentRow, CommandRow, FlagRow } from './flag-model.ts';
import { FLAGS } from './flag-table.ts';

const STACK: ArgumentRow = {
  name: 'STACK',
  required: false,
  description: 'Stack to work on. May be left out when the program has one; `*` stands for any letters.',
};
const OPERATION: readonly FlagRow[] = [
  ...FLAGS.VARIABLES,
  ...FLAGS.LOCK,
  FLAGS.PARALLELISM,
  FLAGS.INPUT,
  FLAGS.COMPACT,
  FLAGS.JSON_OUT,
  FLAGS.NO_COLOR,
  ...FLAGS.PROGRAM,
  ...FLAGS.SERVER,
];
const STATE_FLAGS: readonly FlagRow[] = [FLAGS.NO_COLOR, FLAGS.SIMULATOR_IDLE, ...FLAGS.PROGRAM];
const ADDRESS: ArgumentRow = {
  name: 'ADDRESS',
  required: true,
  description: 'Resource address, e.g. `opentrain_job.support` or `opentrain_job.support["es"]`.',
};

const MIRROR: FlagRow = {
  name: 'dir',
  kind: 'text',
  value: 'DIR',
  description: 'Provider mirror of your own, instead of the one that is searched without configuration.',
};

/** Every command of `otform`. Parser, help, shell completion and docs/cli.md are made from this table alone. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'init',
    group: 'main',
    summary: 'Start a new project in this or another folder',
    description: [
      'Writes package.json, cdktf.json, tsconfig.json, .gitignore, README.md and a main.ts with one job. Existing files are never overwritten: if one is in the way, nothing is written.',
    ],
    args: [{ name: 'DIR', required: false, description: 'Folder to create or fill. Default: this folder.' }],
    flags: [FLAGS.NO_COLOR],
    examples: ['otform init my-jobs'],
  },
  NEW_COMMAND,
  {
    name: 'synth',
    group: 'main',
    summary: 'Run the program and write its stacks to cdktf.out',
    description: [
      'Runs `app` of cdktf.json. Types are not checked: that is the editor’s and the build’s work.',
    ],
    args: [],
    flags: [
      ...FLAGS.PROGRAM.filter((flag) => flag.name === 'app'),
      FLAGS.JSON_OUT,
      FLAGS.NO_COLOR,
      FLAGS.SIMULATOR_IDLE,
    ],
  },
  {
    name: 'validate',
    group: 'main',
    summary: 'Check the program without asking OpenTrain',
    description: ['Runs the program and checks every stack. No token is needed and no request is made.'],
    args: [STACK],
    flags: [FLAGS.JSON_OUT, FLAGS.COMPACT, FLAGS.NO_COLOR, FLAGS.SIMULATOR_IDLE, ...FLAGS.PROGRAM],
  },
  {
    name: 'plan',
    group: 'main',
    summary: 'Show what apply would change',
    description: [
      'Runs the program, reads the jobs from OpenTrain and shows what would be drafted, patched, published, edited live or closed. Writes nothing but the plan file asked for with -out.',
    ],
    args: [STACK],
    flags: [FLAGS.OUT, FLAGS.DETAILED_EXITCODE, FLAGS.DESTROY_MODE, ...FLAGS.PLANNING, ...OPERATION],
    examples: ['otform plan', 'otform plan -out=tonight.plan', 'otform plan -target=opentrain_job.support'],
  },
  {
    name: 'apply',
    group: 'main',
    summary: 'Create, publish, edit and close jobs until OpenTrain matches the program',
    description: [
      'Plans, asks for approval and carries the plan out. Given a file saved with `otform plan -out`, carries out exactly that plan without asking, or refuses it when the state has changed since.',
      'Exits with 3 when everything was applied but a job that should be published is still a draft.',
    ],
    args: [
      {
        name: 'STACK|PLANFILE',
        required: false,
        description: 'Stack to work on, or a plan file saved with `otform plan -out`.',
      },
    ],
    flags: [FLAGS.AUTO_APPROVE, FLAGS.DESTROY_MODE, ...FLAGS.PLANNING, ...OPERATION],
    examples: ['otform apply', 'otform apply -auto-approve', 'otform apply tonight.plan'],
  },
  {
    name: 'destroy',
    group: 'main',
    summary: 'Close every job of the stack',
    description: [
      'Same as `otform apply -destroy`: published jobs are closed (ARCHIVED), contracts stay. Jobs with on_destroy = "abandon" are left as they are and only leave the state.',
    ],
    args: [STACK],
    flags: [
      FLAGS.AUTO_APPROVE,
      ...FLAGS.PLANNING.filter((flag) => ['target', 'exclude', 'refresh'].includes(flag.name)),
      ...OPERATION,
    ],
  },
  {
    name: 'refresh',
    group: 'jobs',
    summary: 'Bring the state up to date with OpenTrain',
    description: ['Same as `otform apply -refresh-only -auto-approve`. Changes no job.'],
    args: [STACK],
    flags: [...FLAGS.PLANNING.filter((flag) => ['target', 'exclude'].includes(flag.name)), ...OPERATION],
  },
  {
    name: 'import',
    group: 'jobs',
    summary: 'Take over jobs that already exist',
    description: [
      'Puts an existing job into the state under an address that the program declares. Changes no job.',
      'With --all, the jobs of the program that are not in the state are looked up by title among the jobs of the account, and each single match is imported.',
      'With -generate, the arguments are ID and, if you like, NAME: the code that declares the job is written too, with what OpenTrain shows of it.',
    ],
    args: [
      { ...ADDRESS, required: false },
      { name: 'ID', required: false, description: 'ID of the job.' },
    ],
    flags: [
      {
        name: 'generate',
        kind: 'bool',
        default: 'false',
        description: 'Write the code of the job as well: `otform import -generate ID [NAME]`.',
      },
      ...CODE_FLAGS,
      {
        name: 'all',
        kind: 'bool',
        default: 'false',
        description: 'Import every declared job that has exactly one match among the jobs of the account.',
      },
      FLAGS.AUTO_APPROVE,
      ...OPERATION,
    ],
    examples: ['otform import opentrain_job.support job_123', 'otform import -generate job_123 support'],
  },
  ...WATCH_COMMANDS,
  {
    name: 'capabilities',
    group: 'jobs',
    summary: 'Show what the OpenTrain account may do',
    description: ['Shows the formats, update keys, values and features that the server reports.'],
    args: [],
    flags: [FLAGS.JSON_OUT, FLAGS.NO_COLOR, ...FLAGS.SERVER],
  },
  ...AUTH_COMMANDS,
  {
    name: 'show',
    group: 'state',
    summary: 'Show the state or a saved plan',
    description: [
      'Without an argument shows the state of the stack. With -json, in the shapes of `terraform show -json`.',
    ],
    args: [
      {
        name: 'FILE',
        required: false,
        description: 'Plan file or state file. Default: the state of the stack.',
      },
    ],
    flags: [FLAGS.JSON_OUT, ...STATE_FLAGS],
  },
  {
    name: 'output',
    group: 'state',
    summary: 'Show output values',
    description: ['Reads the outputs from the state.'],
    args: [{ name: 'NAME', required: false, description: 'Show only this output.' }],
    flags: [
      FLAGS.JSON_OUT,
      {
        name: 'raw',
        kind: 'bool',
        default: 'false',
        description: 'Print the bare text of one output that is a string, number or bool.',
      },
      ...STATE_FLAGS,
    ],
  },
  {
    name: 'state list',
    group: 'state',
    summary: 'List the resources in the state',
    description: ['Prints one address a line.'],
    args: [{ name: 'ADDRESS', required: false, description: 'Only this resource and its instances.' }],
    flags: [
      { name: 'id', kind: 'text', value: 'ID', description: 'Only the resource with this ID.' },
      ...STATE_FLAGS,
    ],
  },
  {
    name: 'state show',
    group: 'state',
    summary: 'Show one resource of the state',
    description: ['Prints the attributes of one resource.'],
    args: [ADDRESS],
    flags: STATE_FLAGS,
  },
  {
    name: 'state mv',
    group: 'state',
    summary: 'Rename a resource in the state',
    description: ['Changes only the state; the job stays as it is. A backup of the state is kept.'],
    args: [
      { name: 'SOURCE', required: true, description: 'Present address.' },
      { name: 'DESTINATION', required: true, description: 'New address.' },
    ],
    flags: [...FLAGS.LOCK, ...STATE_FLAGS],
  },
  {
    name: 'state rm',
    group: 'state',
    summary: 'Forget a resource without closing its job',
    description: ['Changes only the state; the job stays as it is. A backup of the state is kept.'],
    args: [ADDRESS],
    flags: [...FLAGS.LOCK, ...STATE_FLAGS],
  },
  {
    name: 'state pull',
    group: 'state',
    summary: 'Print the state file',
    description: ['Prints the state as it is on disk.'],
    args: [],
    flags: STATE_FLAGS,
  },
  {
    name: 'state push',
    group: 'state',
    summary: 'Replace the state by a file',
    description: [
      'Refuses another lineage or an older serial unless -force is given. Used to recover from errored.tfstate.',
    ],
    args: [{ name: 'FILE', required: true, description: 'State file, or - for standard input.' }],
    flags: [
      {
        name: 'force',
        kind: 'bool',
        default: 'false',
        description: 'Write even over another lineage or a newer serial.',
      },
      ...FLAGS.LOCK,
      ...STATE_FLAGS,
    ],
  },
  {
    name: 'force-unlock',
    group: 'state',
    summary: 'Release a lock that a dead run left behind',
    description: [
      'The ID is printed by the run that was refused. Never use it while another run may be alive.',
    ],
    args: [{ name: 'ID', required: true, description: 'ID of the lock.' }],
    flags: [
      { name: 'force', kind: 'bool', default: 'false', description: 'Do not ask for approval.' },
      FLAGS.INPUT,
      ...STATE_FLAGS,
    ],
  },
  {
    name: 'provider install',
    group: 'terraform',
    summary: 'Install the provider for Terraform and OpenTofu',
    description: [
      'Copies the provider into the mirror that Terraform and OpenTofu search by themselves, or into the one named with -dir. No registry is involved.',
      'Without -from it is the script of this package, which needs Node. With -from it is a zip of a release, for whatever machine its name tells, or the executable in one; a SHA256SUMS file beside the zip is checked.',
    ],
    args: [],
    flags: [
      MIRROR,
      { name: 'from', kind: 'text', value: 'FILE', description: 'Zip or executable of a release.' },
      FLAGS.JSON_OUT,
      FLAGS.NO_COLOR,
    ],
    examples: [
      'otform provider install',
      'otform provider install -dir=./mirror',
      'otform provider install -from=release/terraform-provider-opentrain_0.1.0_linux_amd64.zip',
    ],
  },
  {
    name: 'provider config',
    group: 'terraform',
    summary: 'Print the configuration that Terraform needs for the provider',
    description: [
      'Prints one file on standard output: the required_providers block; with -dir the CLI configuration for that mirror; with -dev the CLI configuration that runs the provider from this package without init.',
    ],
    args: [],
    flags: [
      MIRROR,
      {
        name: 'dev',
        kind: 'bool',
        default: 'false',
        description: 'Print a CLI configuration with dev_overrides, for work on the provider itself.',
      },
      FLAGS.JSON_OUT,
    ],
    examples: [
      'otform provider config > versions.tf',
      'otform provider config -dir=./mirror > cli.tfrc',
      'otform provider config -dev > dev.tfrc',
    ],
  },
  {
    name: 'doctor',
    group: 'other',
    summary: 'Check this machine, or the server against what otform was built on',
    description: [
      'Checks Node.js, credentials, the server, what interrupted runs left in this folder, and Terraform. Changes nothing.',
      'With -contract, compares the OpenAPI document and the capabilities that the server serves with the contract that otform was built on. Exits with 1 when something otform relies on is gone or changed.',
    ],
    args: [],
    flags: [
      {
        name: 'contract',
        kind: 'bool',
        default: 'false',
        description: 'Compare what the server says of itself with what otform was built on.',
      },
      FLAGS.JSON_OUT,
      FLAGS.NO_COLOR,
      ...FLAGS.SERVER,
    ],
    examples: ['otform doctor', 'otform doctor -contract', 'otform doctor -contract -json'],
  },
  {
    name: 'demo',
    group: 'other',
    summary: 'Watch a job being declared, planned, published and found unchanged',
    description: ['Runs the quickstart against a simulator on this machine. Needs no account and no token.'],
    args: [
      {
        name: 'DIR',
        required: false,
        description: 'Folder to keep the project in. Default: a temporary one.',
      },
    ],
    flags: [FLAGS.NO_COLOR],
  },
  {
    name: 'simulator',
    group: 'other',
    summary: 'Run a local OpenTrain in the foreground',
    description: ['Prints two export lines that point every client at it, and runs until it is interrupted.'],
    args: [],
    flags: [
      {
        name: 'port',
        kind: 'count',
        value: 'N',
        default: '0',
        description: 'Port on 127.0.0.1; 0 takes any free one.',
      },
      { name: 'data', kind: 'text', value: 'DIR', description: 'Keep the data in this folder.' },
      { name: 'publish-quota', kind: 'count', value: 'N', description: 'Publishes allowed in 24 hours.' },
    ],
  },
  {
    name: 'completion',
    group: 'other',
    summary: 'Print a completion script for your shell',
    description: ['Example for bash: `source <(otform completion bash)`.'],
    args: [{ name: 'SHELL', required: true, description: '`bash`, `zsh` or `fish`.' }],
    flags: [],
  },
  {
    name: 'version',
    group: 'other',
    summary: 'Show the version',
    description: ['Prints the version of otform and of Node.'],
    args: [],
    flags: [FLAGS.JSON_OUT],
  },
];

/** Options that stand before the command. */
export const GLOBAL_FLAGS: readonly FlagRow[] = [
  { name: 'chdir', kind: 'text', value: 'DIR', description: 'Change to this folder before anything else.' },
  { name: 'help', kind: 'bool', description: 'Show this help, or the help of a command.' },
  { name: 'version', kind: 'bool', description: 'Same as the version command.' },
];

/** The row of a command by its full name. */
export function findCommand(name: string): CommandRow | undefined {
  return COMMANDS.find((command) => command.name === name);
}
