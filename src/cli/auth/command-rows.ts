import type { CommandRow, FlagRow } from '../args/flag-model.ts';
import { FLAGS } from '../args/flag-table.ts';

const BASE_URL: FlagRow = {
  name: 'base-url',
  kind: 'text',
  value: 'URL',
  description: 'OpenTrain server, before OT_API_BASE_URL and the credentials file.',
};
const FORCE: FlagRow = {
  name: 'force',
  kind: 'bool',
  default: 'false',
  description: 'Go on even if credentials are lost by it that cannot be had again.',
};
const SHARED: readonly FlagRow[] = [FLAGS.JSON_OUT, FLAGS.NO_COLOR, BASE_URL];

/** The commands about who otform is on OpenTrain. */
export const AUTH_COMMANDS: readonly CommandRow[] = [
  {
    name: 'auth register',
    group: 'auth',
    summary: 'Make a new OpenTrain account and save its tokens',
    description: [
      'Makes an unclaimed account: it can draft jobs and publish a few a day. A person claims it with `otform auth claim` within about 24 hours; after that it cannot be claimed any more.',
      'Each run that succeeds makes another account, so it is sent once and never repeated, and saved credentials are only replaced with -force.',
    ],
    args: [],
    flags: [
      {
        name: 'agent-name',
        kind: 'text',
        value: 'NAME',
        description: 'Label that the person sees on the claim page. Default: otform.',
      },
      { name: 'name', kind: 'text', value: 'NAME', description: 'Same as -agent-name.' },
      {
        name: 'org-name',
        kind: 'text',
        value: 'NAME',
        description: 'Name of the organization that is made with the account.',
      },
      { name: 'organization-name', kind: 'text', value: 'NAME', description: 'Same as -org-name.' },
      FORCE,
      ...SHARED,
    ],
    examples: ['otform auth register -org-name="Acme Research"'],
  },
  {
    name: 'auth claim',
    group: 'auth',
    summary: 'Have a person take over the registered account',
    description: [
      'Shows a link and a code for the person who is to own the account, and waits until both were used. The new token is then saved in place of the old one, which stops working at that moment.',
      'Can be interrupted: run it again, on any terminal of this user, to go on with the same code.',
    ],
    args: [],
    flags: [
      {
        name: 'email',
        kind: 'text',
        value: 'ADDRESS',
        description: 'Address of the person. It must not have an OpenTrain account yet.',
      },
      {
        name: 'status',
        kind: 'bool',
        default: 'false',
        description: 'Ask once whether the account was claimed, save the token if so, and leave.',
      },
      {
        name: 'wait',
        kind: 'bool',
        default: 'true',
        description: 'Wait for the person. -wait=false shows link and code and leaves.',
      },
      {
        name: 'timeout',
        kind: 'duration',
        value: 'DURATION',
        default: '30m',
        description: 'How long to wait for the person.',
      },
      {
        name: 'restart',
        kind: 'bool',
        default: 'false',
        description: 'Get a new code even if the present one is still good.',
      },
      {
        name: 'qr',
        kind: 'bool',
        default: 'true',
        description: 'Show the link as a QR code too, on a terminal.',
      },
      {
        name: 'claim-token',
        kind: 'text',
        value: 'TOKEN',
        description:
          'Claim token of another registration than the saved one. Other users of this machine can see it.',
      },
      FORCE,
      ...SHARED,
    ],
    examples: ['otform auth claim -email=ada@example.com', 'otform auth claim', 'otform auth claim -status'],
  },
  {
    name: 'auth status',
    group: 'auth',
    summary: 'Show account, scopes, claim state and where the token comes from',
    description: ['Never shows the token, only a masked form of it.'],
    args: [],
    flags: SHARED,
  },
  {
    name: 'auth login',
    group: 'auth',
    summary: 'Save an API token made in the OpenTrain app',
    description: [
      'Asks for the token without showing it, or reads it from standard input. It is checked with OpenTrain before it is saved.',
    ],
    args: [],
    flags: [
      {
        name: 'token-stdin',
        kind: 'bool',
        default: 'false',
        description: 'Read the token from standard input.',
      },
      {
        name: 'api-key',
        kind: 'text',
        value: 'TOKEN',
        description: 'The token itself. Other users of this machine can see it: prefer -token-stdin.',
      },
      { name: 'token', kind: 'text', value: 'TOKEN', description: 'Same as -api-key.' },
      FORCE,
      ...SHARED,
    ],
    examples: ['otform auth login', 'pass show opentrain | otform auth login -token-stdin'],
  },
  {
    name: 'auth logout',
    group: 'auth',
    summary: 'Forget the saved token without revoking it',
    description: [
      'Removes the credentials from this machine. The token keeps working elsewhere: `otform auth revoke -current` ends that.',
    ],
    args: [],
    flags: [FORCE, FLAGS.JSON_OUT, FLAGS.NO_COLOR],
  },
  {
    name: 'auth rotate',
    group: 'auth',
    summary: 'Replace the saved token by a new one with the same scopes',
    description: [
      'Makes a new token, saves it, then revokes the old one. Stopped at any point, at least one saved token works.',
    ],
    args: [],
    flags: [
      {
        name: 'name',
        kind: 'text',
        value: 'NAME',
        description: 'Name of the new token. Default: the old name.',
      },
      ...SHARED,
    ],
  },
  {
    name: 'auth revoke',
    group: 'auth',
    summary: 'End a token for good',
    description: ['Takes effect at once and cannot be undone. `otform auth tokens` shows the IDs.'],
    args: [
      { name: 'ID', required: false, description: 'ID of the token, as `otform auth tokens` shows it.' },
    ],
    flags: [
      {
        name: 'current',
        kind: 'bool',
        default: 'false',
        description: 'The token in use, which is then also removed from the credentials file.',
      },
      ...SHARED,
    ],
  },
  {
    name: 'auth tokens',
    group: 'auth',
    summary: 'List the API tokens of the account',
    description: [
      'Shows names, scopes and dates; the tokens themselves are shown nowhere after they were made.',
    ],
    args: [],
    flags: [
      { name: 'all', kind: 'bool', default: 'false', description: 'Also list revoked and expired tokens.' },
      ...SHARED,
    ],
  },
];
