import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ClaimFile,
  CredentialsFile,
  CredentialsFileError,
  NO_CLAIM_STATE,
  PrivateFileError,
  tokenPreview,
} from '../../src/api/index.ts';

const TOKEN = 'ot_pat_public_secretsecret';

async function place() {
  const home = await mkdtemp(join(tmpdir(), 'otform-file-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const file = new CredentialsFile({ XDG_CONFIG_HOME: home }, '/nowhere');
  const folder = join(home, 'opentrain');
  const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  const content = async () => JSON.parse(await readFile(file.path, 'utf8'));
  return { home, file, folder, mode, content };
}

describe('CredentialsFile', () => {
  it('makes folder and file for the owner alone, and leaves nothing else behind', async () => {
    const { file, folder, mode, content } = await place();
    expect(await file.update({ apiToken: TOKEN })).toEqual([]);
    expect([await mode(folder), await mode(file.path)]).toEqual(['700', '600']);
    expect(await content()).toEqual({ apiToken: TOKEN });
    expect(await readdir(folder)).toEqual(['cli.json']);
  });

  it('keeps keys of other programs in their order, and takes out what is null', async () => {
    const { file, folder, content } = await place();
    await mkdir(folder, { mode: 0o700 });
    await writeFile(
      file.path,
      '\ufeff{"theme":{"a":[1]},"claimToken":"c","apiToken":"old","__proto__":{"x":1}}',
      {
        mode: 0o600,
      },
    );
    await file.update({ apiToken: TOKEN, claimToken: null });
    expect(Object.keys(await content())).toEqual(['theme', 'apiToken', '__proto__']);
    expect(await file.read()).toEqual({ apiToken: TOKEN, baseUrl: null, claimToken: null });
  });

  it('repairs modes that let others read, and says so', async () => {
    const { file, folder, mode } = await place();
    await mkdir(folder);
    await chmod(folder, 0o755);
    await writeFile(file.path, '{}');
    await chmod(file.path, 0o644);
    const warnings = await file.update({ apiToken: TOKEN });
    expect(warnings).toEqual([expect.stringContaining('(mode 755)'), expect.stringContaining('(mode 644)')]);
    expect([await mode(folder), await mode(file.path)]).toEqual(['700', '600']);
    expect(await file.tighten()).toEqual([]);
  });

  it.each([true, false])('writes through a symbolic link (target exists: %s)', async (exists) => {
    const { home, file, folder } = await place();
    await mkdir(folder, { mode: 0o700 });
    const target = join(home, 'vault.json');
    if (exists) await writeFile(target, '{"mine":1}', { mode: 0o600 });
    await symlink('../vault.json', file.path);
    await file.update({ apiToken: TOKEN });
    expect(await readlink(file.path)).toBe('../vault.json');
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({
      ...(exists ? { mine: 1 } : {}),
      apiToken: TOKEN,
    });
  });

  it('loses no key when many write at once', async () => {
    const { file, content, folder } = await place();
    await file.update({ apiToken: 'a' });
    const other = new CredentialsFile({ XDG_CONFIG_HOME: join(folder, '..') }, '/nowhere');
    await Promise.all([
      ...Array.from({ length: 10 }, () => file.update({ claimToken: 'c' })),
      ...Array.from({ length: 10 }, () => other.update({ baseUrl: 'https://b' })),
    ]);
    expect(await content()).toEqual({ apiToken: 'a', claimToken: 'c', baseUrl: 'https://b' });
    expect(await readdir(folder)).toEqual(['cli.json']);
  });

  it('is not stopped by the lock of a dead writer', async () => {
    const { file, folder } = await place();
    await file.update({ apiToken: 'a' });
    const lock = join(folder, '.cli.json.lock');
    await writeFile(lock, '');
    const { utimes } = await import('node:fs/promises');
    await utimes(lock, new Date(0), new Date(0));
    await file.update({ apiToken: TOKEN });
    expect(await file.read()).toMatchObject({ apiToken: TOKEN });
  });

  it('says why it cannot write, and neither writes nor quotes', async () => {
    const { file } = await place();
    await mkdir(file.path, { recursive: true });
    for (const attempt of [() => file.check(), () => file.update({ apiToken: TOKEN })]) {
      const error = await attempt().then(
        () => null,
        (failure: unknown) => failure,
      );
      expect(error instanceof PrivateFileError || error instanceof CredentialsFileError).toBe(true);
      expect(String(error)).toContain(file.path);
      expect(String(error)).not.toContain('secret');
    }
  });

  it('does not write over a file that it cannot understand', async () => {
    const { file, folder } = await place();
    await mkdir(folder);
    await writeFile(file.path, `{"apiToken": "${TOKEN}`);
    await expect(file.update({ apiToken: 'x' })).rejects.toThrow(CredentialsFileError);
    expect(await readFile(file.path, 'utf8')).toBe(`{"apiToken": "${TOKEN}`);
  });

  it('obeys a veto that looks at what is saved by then', async () => {
    const { file } = await place();
    await file.update({ apiToken: 'theirs' });
    const veto = file.update({ apiToken: TOKEN }, (now) => (now.apiToken === null ? null : 'taken'));
    await expect(veto).rejects.toThrow('taken');
    expect(await file.read()).toMatchObject({ apiToken: 'theirs' });
  });

  it.each<[name: string, content: object | null, kept: boolean]>([
    ['no file', null, false],
    ['only our keys', { apiToken: 'a', baseUrl: 'b', claimToken: 'c' }, false],
    ['other keys too', { apiToken: 'a', theme: 'dark' }, true],
  ])('forgets: %s', async (_name, before, kept) => {
    const { file, folder, content } = await place();
    if (before !== null) {
      await mkdir(folder);
      await writeFile(file.path, JSON.stringify(before));
    }
    expect(await file.forget()).toEqual({ existed: before !== null, kept });
    if (kept) expect(await content()).toEqual({ theme: 'dark' });
    else await expect(stat(file.path)).rejects.toThrow('ENOENT');
  });
});

describe('ClaimFile', () => {
  const state = { ...NO_CLAIM_STATE, windowExpiresAt: 5, tokenPath: '/api/x' };

  it('belongs to one claim token, and holds none', async () => {
    const { file, mode } = await place();
    const claim = new ClaimFile(file);
    await claim.write('ot_clm_one_secret', state);
    expect(await claim.read('ot_clm_one_secret')).toEqual(state);
    expect(await claim.read('ot_clm_two_secret')).toEqual(NO_CLAIM_STATE);
    expect(await readFile(claim.path, 'utf8')).not.toContain('ot_clm_');
    expect(await mode(claim.path)).toBe('600');
    await claim.remove();
    await claim.remove();
    expect(await claim.read('ot_clm_one_secret')).toEqual(NO_CLAIM_STATE);
  });

  it.each(['', '[]', '{"claimTokenFingerprint":1}', '{"tokenPath":"https://evil.example/x"}'])(
    'takes %j for nothing',
    async (text) => {
      const { file, folder } = await place();
      await mkdir(folder);
      const claim = new ClaimFile(file);
      await writeFile(claim.path, text);
      expect(await claim.read('ot_clm_one_secret')).toEqual(NO_CLAIM_STATE);
    },
  );
});

describe('tokenPreview', () => {
  it.each([
    ['ot_pat_8f2aXXXXXXXXXXXX91cd', 'ot_pat_8f2a********91cd'],
    ['ot_pat_short', 'ot_pat_********'],
    ['nothing-like-a-token', 'noth********oken'],
    ['short', '********'],
  ])('%s', (token, preview) => {
    expect(tokenPreview(token)).toBe(preview);
  });
});
