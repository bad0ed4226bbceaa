import type { ArgumentRow, CommandRow } from '../args/flag-model.ts';
import { FLAGS } from '../args/flag-table.ts';

const JOB: ArgumentRow = {
  name: 'ADDRESS',
  required: true,
  description: 'Address of a job, e.g. `opentrain_job.support` or `opentrain_job.support["es"]`.',
};

/** Commands that look at jobs after they were published. */
export const WATCH_COMMANDS: readonly CommandRow[] = [
  {
    name: 'status',
    group: 'jobs',
    summary: 'Show the jobs of the stack, one a line',
    description: [
      'Shows address, status, proposals, last change and URL of each job in the state, and why a draft waits to be published. Reads the account’s list once and changes nothing.',
    ],
    args: [],
    flags: [FLAGS.JSON_OUT, FLAGS.NO_COLOR, ...FLAGS.PROGRAM, ...FLAGS.SERVER],
  },
  {
    name: 'proposals',
    group: 'jobs',
    summary: 'List the proposals for a job, or follow them',
    description: [
      'Reads the proposals of one job in the state, newest first. Changes nothing. Scores and bid units are shown as OpenTrain sends them.',
      'With -watch the list is followed by what comes and changes, oldest first, until ^C (exit code 130). The account’s updates say when to look; where the token cannot read them, the list is read at each interval.',
    ],
    args: [JOB],
    flags: [
      { name: 'status', kind: 'text', value: 'STATUS', description: 'Only proposals with this status.' },
      {
        name: 'csv',
        kind: 'bool',
        default: 'false',
        description: 'Print comma separated values (RFC 4180).',
      },
      {
        name: 'watch',
        kind: 'bool',
        default: 'false',
        description: 'Go on and print what comes and changes; with -json one object a line.',
      },
      {
        name: 'interval',
        kind: 'duration',
        value: 'DURATION',
        default: '30s',
        description: 'Time between two looks while watching.',
      },
      FLAGS.JSON_OUT,
      FLAGS.NO_COLOR,
      ...FLAGS.PROGRAM,
      ...FLAGS.SERVER,
    ],
    examples: [
      'otform proposals opentrain_job.support -status=shortlisted',
      'otform proposals opentrain_job.support -watch -json',
    ],
  },
  {
    name: 'open',
    group: 'jobs',
    summary: 'Open the page of a job',
    description: [
      'Prints the URL of the draft editor, the review page or the public page, and opens it when the output is a terminal. Default: the draft editor of a draft, else the public page.',
      'Only URLs of the server that otform works with, or of OpenTrain, are opened.',
    ],
    args: [JOB],
    flags: [
      { name: 'draft', kind: 'bool', default: 'false', description: 'The editor of the draft.' },
      { name: 'review', kind: 'bool', default: 'false', description: 'The review page.' },
      { name: 'job', kind: 'bool', default: 'false', description: 'The public page.' },
      { name: 'print', kind: 'bool', default: 'false', description: 'Only print the URL.' },
      FLAGS.NO_COLOR,
      ...FLAGS.PROGRAM,
      ...FLAGS.SERVER.filter((flag) => flag.name === 'base-url'),
    ],
  },
];
