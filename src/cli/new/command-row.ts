import type { CommandRow, FlagRow } from '../args/flag-model.ts';
import { FLAGS } from '../args/flag-table.ts';

/** How generated code is written; `new` and `import -generate` share it. */
export const CODE_FLAGS: readonly FlagRow[] = [
  {
    name: 'hcl',
    kind: 'bool',
    default: 'false',
    description: 'Write HCL for Terraform or OpenTofu, and the state entry into terraform.tfstate.',
  },
  {
    name: 'out',
    kind: 'text',
    value: 'FILE',
    description: 'File for the code; `-` prints it. Default: jobs/NAME.ts, or NAME.tf with -hcl.',
  },
];

function sourceFlag(name: string, description: string): FlagRow {
  return { name, kind: 'text', value: 'FILE', description };
}

/** The row of `otform new`. */
export const NEW_COMMAND: CommandRow = {
  name: 'new',
  group: 'main',
  summary: 'Turn a description into a draft and its code',
  description: [
    'Sends a description as a draft, shows what OpenTrain understood, asks what is missing, and writes the job as code together with its state entry: the next plan finds no changes. The draft is not public; `otform apply` publishes it, or a `yes` at the end.',
    'Without a terminal, answers come from -answers and -set. Missing ones are listed with the values allowed, and the draft waits in the state for the same command. A command that was stopped goes on where it was: no job is made twice.',
  ],
  args: [
    {
      name: 'NAME',
      required: false,
      description: 'Name of the job in the program. Default: made from the file name or the first words.',
    },
  ],
  flags: [
    sourceFlag('text', 'Description in plain English; `-` reads standard input.'),
    sourceFlag('schema-org', 'Description as a schema.org JobPosting (JSON-LD); `-` reads standard input.'),
    sourceFlag('indeed-xml', 'Description as Indeed XML with one job; `-` reads standard input.'),
    sourceFlag('hr-xml', 'Description as HR-XML; `-` reads standard input.'),
    sourceFlag('canonical', 'Description in OpenTrain’s own JSON format; `-` reads standard input.'),
    {
      name: 'answers',
      kind: 'text',
      value: 'FILE',
      description: 'JSON object with answers under update keys, e.g. { "experienceLevel": "EXPERT" }.',
    },
    {
      name: 'set',
      kind: 'list',
      value: 'KEY=VALUE',
      description: 'One answer, before the answers file. May be repeated; lists are separated by commas.',
    },
    ...CODE_FLAGS,
    {
      name: 'no-publish',
      kind: 'bool',
      default: 'false',
      description: 'Do not ask at the end whether to publish.',
    },
    ...FLAGS.VARIABLES,
    ...FLAGS.LOCK,
    FLAGS.INPUT,
    FLAGS.JSON_OUT,
    FLAGS.NO_COLOR,
    ...FLAGS.PROGRAM,
    ...FLAGS.SERVER,
  ],
  examples: [
    'otform new image-labels -text=job.txt',
    'pbpaste | otform new -text=- -set experienceLevel=EXPERT',
    'otform new support -schema-org=posting.json -answers=answers.json -json',
  ],
};
