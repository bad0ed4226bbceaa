import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Credentials,
  CredentialsFileError,
  createCredentialSource,
  credentialsPath,
} from '../../src/api/index.ts';
import { failureOf } from './fault-server.ts';

const PATH = '/home/u/.config/opentrain/cli.json';
const FILE_TOKEN = 'ot_pat_file_secret';
const HOME = 'https://app.opentrain.ai';

function source(env: Record<string, string>, file?: unknown, baseUrl?: string) {
  return createCredentialSource({
    env,
    homeDir: '/home/u',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    readFile: async (path) => {
      if (path !== PATH || file === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return typeof file === 'string' ? file : JSON.stringify(file);
    },
  });
}

interface Row {
  readonly name: string;
  readonly env?: Record<string, string>;
  readonly file?: unknown;
  readonly flag?: string;
  readonly expected: Partial<Credentials>;
}

const ROWS: readonly Row[] = [
  { name: 'nothing anywhere', expected: { token: null, baseUrl: null, note: null } },
  {
    name: 'short names first',
    env: { OT_API_TOKEN: 'a', OPENTRAIN_API_TOKEN: 'b' },
    expected: { token: 'a' },
  },
  {
    name: 'long names',
    env: { OPENTRAIN_API_TOKEN: 'b', OPENTRAIN_API_BASE_URL: 'https://x' },
    expected: { token: 'b', baseUrl: 'https://x' },
  },
  {
    name: 'an empty variable is not set',
    env: { OT_API_TOKEN: '', OPENTRAIN_API_TOKEN: 'b' },
    expected: { token: 'b' },
  },
  { name: 'white space around a token goes', env: { OT_API_TOKEN: ' a\n' }, expected: { token: 'a' } },
  {
    name: 'short base URL name first',
    env: { OT_API_BASE_URL: 'https://a', OPENTRAIN_API_BASE_URL: 'https://b' },
    expected: { baseUrl: 'https://a' },
  },
  {
    name: 'the file',
    file: { apiToken: FILE_TOKEN, baseUrl: 'https://x/', claimToken: 'c' },
    expected: { token: FILE_TOKEN, baseUrl: 'https://x/', tokenOrigin: 'https://x' },
  },
  {
    name: 'the file without a base URL is for production',
    file: { apiToken: FILE_TOKEN },
    expected: { token: FILE_TOKEN, baseUrl: null, tokenOrigin: HOME },
  },
  {
    name: 'token of the environment, base URL of the file',
    env: { OT_API_TOKEN: 'a' },
    file: { apiToken: FILE_TOKEN, baseUrl: 'https://x' },
    expected: { token: 'a', baseUrl: 'https://x', tokenOrigin: null },
  },
  {
    name: 'the file token does not go to another origin',
    env: { OT_API_BASE_URL: 'https://evil.example' },
    file: { apiToken: FILE_TOKEN },
    expected: { token: null, baseUrl: 'https://evil.example', tokenOrigin: null },
  },
  {
    name: 'nor to another port',
    env: { OT_API_BASE_URL: 'http://127.0.0.1:2' },
    file: { apiToken: FILE_TOKEN, baseUrl: 'http://127.0.0.1:1' },
    expected: { token: null },
  },
  {
    name: 'nor to a flag',
    flag: 'https://evil.example',
    file: { apiToken: FILE_TOKEN },
    expected: { token: null, baseUrl: 'https://evil.example' },
  },
  {
    name: 'nor to nonsense',
    flag: 'nonsense',
    file: { apiToken: FILE_TOKEN, baseUrl: 'nonsense' },
    expected: { token: null },
  },
  {
    name: 'but to the same origin in other words',
    env: { OT_API_BASE_URL: 'https://APP.opentrain.ai:443/' },
    file: { apiToken: FILE_TOKEN },
    expected: { token: FILE_TOKEN, tokenOrigin: HOME },
  },
  {
    name: 'the flag wins over the environment',
    flag: 'https://f',
    env: { OT_API_BASE_URL: 'https://e', OT_API_TOKEN: 'a' },
    expected: { token: 'a', baseUrl: 'https://f' },
  },
  {
    name: 'null in the file is not set',
    file: { apiToken: null, baseUrl: null },
    expected: { token: null, baseUrl: null },
  },
];

describe('createCredentialSource', () => {
  it.each(ROWS)('$name', async ({ env = {}, file, flag, expected }) => {
    expect(await source(env, file, flag).read()).toMatchObject(expected);
  });

  it('says why the token of the file is not used, without the token', async () => {
    const { note } = await source(
      { OT_API_BASE_URL: 'https://evil.example' },
      { apiToken: FILE_TOKEN },
    ).read();
    expect(note).toContain(`is for ${HOME} and is not sent to https://evil.example`);
    expect(note).not.toContain(FILE_TOKEN);
  });

  it('does not open the file when the environment has both', async () => {
    const reader = createCredentialSource({
      env: { OT_API_TOKEN: 'a', OT_API_BASE_URL: 'https://x' },
      homeDir: '/home/u',
      readFile: async () => {
        throw new Error('opened');
      },
    });
    expect(await reader.read()).toMatchObject({ token: 'a' });
  });

  it.each<[name: string, file: string]>([
    ['no JSON', FILE_TOKEN],
    ['cut off', `{"apiToken": "${FILE_TOKEN}`],
    ['a list', `["${FILE_TOKEN}"]`],
    ['a number as token', '{"apiToken": 5}'],
    ['an object as base URL', `{"apiToken": "${FILE_TOKEN}", "baseUrl": {}}`],
  ])('names the file that is %s, and quotes nothing', async (_name, file) => {
    const error = await failureOf(source({}, file).read(), CredentialsFileError);
    expect(error.message).toContain(PATH);
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('secret');
  });

  it('reads a real file, and names one that cannot be read', async () => {
    const config = await mkdtemp(join(tmpdir(), 'otform-credentials-'));
    onTestFinished(() => rm(config, { recursive: true }));
    const reader = createCredentialSource({ env: { XDG_CONFIG_HOME: config }, homeDir: '/nowhere' });
    expect(await reader.read()).toMatchObject({ token: null });
    await mkdir(join(config, 'opentrain'));
    await writeFile(join(config, 'opentrain', 'cli.json'), `\ufeff{"apiToken":"${FILE_TOKEN}"}`);
    expect(await reader.read()).toMatchObject({ token: FILE_TOKEN });
    await rm(join(config, 'opentrain', 'cli.json'));
    await mkdir(join(config, 'opentrain', 'cli.json'));
    expect((await failureOf(reader.read(), CredentialsFileError)).detail).toContain('EISDIR');
  });
});

describe('credentialsPath', () => {
  it.each<[env: Record<string, string>, path: string]>([
    [{}, PATH],
    [{ XDG_CONFIG_HOME: '' }, PATH],
    [{ XDG_CONFIG_HOME: 'relative' }, PATH],
    [{ XDG_CONFIG_HOME: '/xdg' }, '/xdg/opentrain/cli.json'],
  ])('%j', (env, path) => {
    expect(credentialsPath(env, '/home/u')).toBe(path);
  });
});
