import type { FlagRow } from './flag-model.ts';

const NO_COLOR: FlagRow = {
  name: 'no-color',
  kind: 'bool',
  default: 'false',
  description: 'Print no colours. Also off when NO_COLOR is set or the output is no terminal.',
};
const JSON_OUT: FlagRow = {
  name: 'json',
  kind: 'bool',
  default: 'false',
  description: 'Print JSON for machines instead of text.',
};
const LOCK: readonly FlagRow[] = [
  {
    name: 'lock',
    kind: 'bool',
    default: 'true',
    description: 'Hold the state lock. Turning it off is dangerous when others may run at the same time.',
  },
  {
    name: 'lock-timeout',
    kind: 'duration',
    value: 'DURATION',
    default: '0s',
    description: 'How long to wait for a lock that another run holds, e.g. 30s or 2m.',
  },
];
const INPUT: FlagRow = {
  name: 'input',
  kind: 'bool',
  default: 'true',
  description: 'Ask questions when the terminal allows it. With -input=false a missing answer is an error.',
};
const AUTO_APPROVE: FlagRow = {
  name: 'auto-approve',
  kind: 'bool',
  default: 'false',
  description: 'Do not ask for approval. Needed where there is no terminal to ask on.',
};
const PARALLELISM: FlagRow = {
  name: 'parallelism',
  kind: 'count',
  value: 'N',
  default: '10',
  description: 'Jobs worked on at the same time.',
};
const COMPACT: FlagRow = {
  name: 'compact-warnings',
  kind: 'bool',
  default: 'false',
  description: 'When there are warnings and no errors, print only their titles.',
};

/** Where the program comes from. */
const PROGRAM: readonly FlagRow[] = [
  {
    name: 'app',
    kind: 'text',
    value: 'COMMAND',
    description: 'Command that runs the program, instead of `app` of cdktf.json.',
  },
  {
    name: 'synthesized',
    kind: 'text',
    value: 'DIR',
    description: 'Use the stacks of an existing cdktf.out folder and run no program.',
  },
  {
    name: 'stack',
    kind: 'text',
    value: 'STACK',
    description: 'Stack to work on, same as the STACK argument. Only needed when there are several.',
  },
];

/** Which OpenTrain answers. */
const SERVER: readonly FlagRow[] = [
  {
    name: 'base-url',
    kind: 'text',
    value: 'URL',
    description: 'OpenTrain server, before OT_API_BASE_URL and the credentials file.',
  },
  {
    name: 'simulator',
    kind: 'bool',
    default: 'false',
    description: 'Work on a local simulator whose data is kept in .otform/simulator. Needs no token.',
  },
];

/** For commands that ask no server: one alias with --simulator must serve them all. */
const SIMULATOR_IDLE: FlagRow = {
  name: 'simulator',
  kind: 'bool',
  default: 'false',
  description: 'Accepted as everywhere; this command asks no server.',
};

const VARIABLES: readonly FlagRow[] = [
  {
    name: 'var',
    kind: 'list',
    value: 'NAME=VALUE',
    description: 'Value of one variable of the program. May be repeated; the last one wins.',
  },
  {
    name: 'var-file',
    kind: 'list',
    value: 'FILE',
    description: 'Variable values from a .tfvars or .tfvars.json file. May be repeated.',
  },
];

const PLANNING: readonly FlagRow[] = [
  {
    name: 'target',
    kind: 'list',
    value: 'ADDRESS',
    description: 'Only this resource and what it depends on. May be repeated.',
  },
  {
    name: 'exclude',
    kind: 'list',
    value: 'ADDRESS',
    description: 'Leave out this resource and what depends on it. May be repeated.',
  },
  {
    name: 'replace',
    kind: 'list',
    value: 'ADDRESS',
    description: 'Close this job and post a new one even if nothing else asks for it. May be repeated.',
  },
  {
    name: 'refresh',
    kind: 'bool',
    default: 'true',
    description: 'Read the jobs before planning. -refresh=false plans from the state as it is.',
  },
  {
    name: 'refresh-only',
    kind: 'bool',
    default: 'false',
    description: 'Only bring the state up to date with OpenTrain; change no job.',
  },
  {
    name: 'reassert',
    kind: 'bool',
    default: 'false',
    description: 'Send the declared fields again for jobs that may have been changed outside.',
  },
];
const DESTROY_MODE: FlagRow = {
  name: 'destroy',
  kind: 'bool',
  default: 'false',
  description: 'Plan to close every job of the stack.',
};
const DETAILED_EXITCODE: FlagRow = {
  name: 'detailed-exitcode',
  kind: 'bool',
  default: 'false',
  description: 'Exit with 2 when there are changes, 0 when there are none, 1 on errors.',
};
const OUT: FlagRow = {
  name: 'out',
  kind: 'text',
  value: 'FILE',
  description: 'Save the plan to a file that `otform apply FILE` carries out exactly.',
};

/** Flags in the sets that commands share, so that one habit works everywhere. */
export const FLAGS = {
  NO_COLOR,
  JSON_OUT,
  INPUT,
  AUTO_APPROVE,
  PARALLELISM,
  COMPACT,
  DESTROY_MODE,
  DETAILED_EXITCODE,
  OUT,
  LOCK,
  PROGRAM,
  SERVER,
  SIMULATOR_IDLE,
  VARIABLES,
  PLANNING,
} as const;
