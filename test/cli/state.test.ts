import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo, folder } from './fake-io.ts';

const PROVIDER = 'provider["otform.internal/otform/opentrain"]';

function instance(id: string, indexKey?: string) {
  return {
    ...(indexKey === undefined ? {} : { index_key: indexKey }),
    schema_version: 0,
    attributes: { id, job_title: `Job ${id}`, countries: ['US', 'DE'] },
    sensitive_attributes: [],
  };
}

const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: 'b7a3c0de-0000-4000-8000-000000000001',
  outputs: {
    url: { value: 'https://app.opentrain.ai/jobs/job_1', type: 'string' },
    count: { value: 3, type: 'number' },
    list: { value: ['a', 'b'], type: ['list', 'string'] },
    empty: { value: [], type: ['set', 'string'] },
    text: { value: 'one\ntwo\n', type: 'string' },
    deep: {
      value: { a: [1, { b: 'x' }], m: { k: true }, none: null },
      type: [
        'object',
        { a: ['tuple', ['number', ['object', { b: 'string' }]]], m: ['map', 'bool'], none: 'string' },
      ],
    },
    token: { value: 'hush', type: 'string', sensitive: true },
  },
  resources: [
    {
      mode: 'managed',
      type: 'opentrain_job',
      name: 'many',
      provider: PROVIDER,
      instances: [instance('job_2', 'de'), instance('job_3', 'es')],
    },
    {
      mode: 'managed',
      type: 'opentrain_job',
      name: 'one',
      provider: PROVIDER,
      instances: [instance('job_1')],
    },
  ],
  check_results: null,
};

/** A project that was synthesised before, with a state; its program no longer runs. */
function project(state: unknown = STATE): string {
  const dir = folder({
    'cdktf.json': '{"app":"exit 9"}',
    'terraform.jobs.tfstate': `${JSON.stringify(state, null, 2)}\n`,
  });
  mkdirSync(join(dir, 'cdktf.out', 'stacks', 'jobs'), { recursive: true });
  writeFileSync(
    join(dir, 'cdktf.out', 'manifest.json'),
    JSON.stringify({ version: '0', stacks: { jobs: { name: 'jobs' } } }),
  );
  writeFileSync(
    join(dir, 'cdktf.out', 'stacks', 'jobs', 'cdk.tf.json'),
    JSON.stringify({ terraform: { backend: { local: { path: join(dir, 'terraform.jobs.tfstate') } } } }),
  );
  return dir;
}

async function otform(dir: string, ...words: readonly string[]) {
  const fake = fakeIo(dir);
  const code = await run(words, fake.io);
  return { code, out: fake.out(), err: fake.err() };
}

function terraform(dir: string, ...words: readonly string[]): string {
  const config = join(dir, 'terraformrc');
  writeFileSync(config, '');
  const env = { ...process.env, TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1' };
  return execFileSync('terraform', words, { cwd: dir, env, encoding: 'utf8' });
}

const savedState = (dir: string) => JSON.parse(readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8'));

describe('looking into the state', () => {
  it('lists what terraform lists, without running the program', async () => {
    const dir = project();
    const ours = await otform(dir, 'state', 'list');
    expect(ours).toMatchObject({ code: 0, err: '' });
    const theirs = terraform(dir, 'state', 'list', '-state=terraform.jobs.tfstate');
    expect(ours.out.split('\n').sort()).toEqual(theirs.split('\n').sort());
    expect((await otform(dir, 'state', 'list', 'opentrain_job.many')).out.trim().split('\n')).toHaveLength(2);
    expect((await otform(dir, 'state', 'list', '-id=job_3')).out).toBe('opentrain_job.many["es"]\n');
  });

  it('prints outputs as terraform does', async () => {
    const dir = project();
    const flag = '-state=terraform.jobs.tfstate';
    const theirs = JSON.parse(terraform(dir, 'output', flag, '-json'));
    expect(JSON.parse((await otform(dir, 'output', '-json')).out)).toEqual(theirs);
    expect((await otform(dir, 'output')).out).toBe(terraform(dir, 'output', flag));
    for (const name of Object.keys(STATE.outputs)) {
      expect((await otform(dir, 'output', name)).out, name).toBe(terraform(dir, 'output', flag, name));
    }
    for (const name of ['url', 'count']) {
      expect((await otform(dir, 'output', '-raw', name)).out, name).toBe(
        terraform(dir, 'output', flag, '-raw', name),
      );
    }
  });

  it('shows the state in text and JSON', async () => {
    const dir = project();
    const text = await otform(dir, 'show');
    expect(text.out).toContain('# opentrain_job.many["es"]:\nresource "opentrain_job" "many" {\n');
    expect(text.out).not.toContain('hush');
    const shown = JSON.parse((await otform(dir, 'show', '-json')).out);
    expect(shown).toMatchObject({ format_version: '1.0', terraform_version: '1.11.4' });
    expect(shown.values.root_module.resources[0]).toMatchObject({
      address: 'opentrain_job.many["de"]',
      index: 'de',
      provider_name: 'otform.internal/otform/opentrain',
      values: { id: 'job_2' },
    });
    expect((await otform(dir, 'show', 'terraform.jobs.tfstate')).out).toBe(text.out);
    expect((await otform(dir, 'state', 'show', 'opentrain_job.one')).out).toContain(
      'job_title = "Job job_1"',
    );
    expect((await otform(dir, 'state', 'pull')).out).toBe(
      readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8'),
    );
  });

  it.each([
    { words: ['state', 'show', 'opentrain_job.on'], says: 'Did you mean opentrain_job.one?' },
    { words: ['state', 'list', 'opentrain_job.none'], says: 'is not in the state' },
    { words: ['output', 'ulr'], says: 'There is no output "ulr"' },
    { words: ['output', '-raw'], says: '-raw needs the NAME' },
    { words: ['output', '-raw', 'list'], says: 'Output Is Not a Text' },
    { words: ['show', 'nowhere'], says: 'Cannot Read File' },
    { words: ['proposals', 'opentrain_job.nix'], says: 'is not in the state' },
  ])('$words', async ({ words, says }) => {
    const { code, err } = await otform(project(), ...words);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });

  it.each([
    { name: 'truncated', text: '{"version": 4, "serial":' },
    { name: 'corrupt', text: 'not a state' },
    { name: 'of the future', text: '{"version":99}' },
  ])('refuses a state that is $name', async ({ text }) => {
    const dir = project();
    writeFileSync(join(dir, 'terraform.jobs.tfstate'), text);
    const { code, err } = await otform(dir, 'show');
    expect(code).toBe(1);
    expect(err).toContain(dir);
    expect(err).not.toContain('bug in otform');
    expect(readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8')).toBe(text);
  });
});

describe('changing the state', () => {
  it('moves, forgets, counts the serial up and keeps a backup that terraform reads', async () => {
    const dir = project();
    expect(await otform(dir, 'state', 'mv', 'opentrain_job.one', 'opentrain_job.first')).toMatchObject({
      code: 0,
    });
    expect(savedState(dir).serial).toBe(8);
    expect(JSON.parse(readFileSync(join(dir, 'terraform.jobs.tfstate.backup'), 'utf8'))).toEqual(STATE);
    await otform(dir, 'state', 'mv', 'opentrain_job.many["es"]', 'opentrain_job.spain');
    await otform(dir, 'state', 'rm', 'opentrain_job.many');
    const listed = terraform(dir, 'state', 'list', '-state=terraform.jobs.tfstate');
    expect(listed.trim().split('\n').sort()).toEqual(['opentrain_job.first', 'opentrain_job.spain']);
    expect(existsSync(join(dir, '.terraform.jobs.tfstate.lock.info'))).toBe(false);
  });

  it.each([
    { words: ['mv', 'opentrain_job.nope', 'opentrain_job.x'], says: 'nothing at opentrain_job.nope' },
    { words: ['mv', 'opentrain_job.one', 'opentrain_job.many["es"]'], says: 'There is an object at' },
    { words: ['mv', 'opentrain_job.one', 'other_thing.one'], says: 'different types' },
    { words: ['mv', 'opentrain_job.many', 'opentrain_job.x["a"]'], says: 'several instances' },
    { words: ['mv', 'rubbish', 'opentrain_job.x'], says: 'is no resource address' },
    { words: ['rm', 'opentrain_job.nope'], says: 'nothing at opentrain_job.nope' },
  ])('refuses $words and writes nothing', async ({ words, says }) => {
    const dir = project();
    const before = readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8');
    const { code, err } = await otform(dir, 'state', ...words);
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(readFileSync(join(dir, 'terraform.jobs.tfstate'), 'utf8')).toBe(before);
    expect(readdirSync(dir).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('edits nothing while a cut-off run is unsettled, but takes a pushed state', async () => {
    const dir = project();
    writeFileSync(join(dir, '.terraform.jobs.tfstate.journal'), '');
    const refused = await otform(dir, 'state', 'rm', 'opentrain_job.one');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('An Earlier Run Was Cut Off');
    expect(savedState(dir)).toEqual(STATE);
    writeFileSync(join(dir, 'errored.tfstate'), JSON.stringify({ ...STATE, serial: 9 }));
    expect((await otform(dir, 'state', 'push', 'errored.tfstate')).code).toBe(0);
  });

  it('pushes a newer state, not another lineage unless forced', async () => {
    const dir = project();
    writeFileSync(join(dir, 'newer'), JSON.stringify({ ...STATE, serial: 9, resources: [] }));
    expect((await otform(dir, 'state', 'push', 'newer')).code).toBe(0);
    expect(savedState(dir).serial).toBe(9);
    writeFileSync(join(dir, 'other'), JSON.stringify({ ...STATE, serial: 10, lineage: 'other' }));
    expect((await otform(dir, 'state', 'push', 'other')).code).toBe(1);
    expect(savedState(dir).serial).toBe(9);
    expect((await otform(dir, 'state', 'push', '-force', 'other')).code).toBe(0);
    expect(savedState(dir).lineage).toBe('other');
  });

  it('is refused while another run holds the lock, until it is released by its ID', async () => {
    const dir = project();
    writeFileSync(
      join(dir, '.terraform.jobs.tfstate.lock.info'),
      JSON.stringify({
        ID: 'lock-1',
        Operation: 'apply',
        Info: '',
        Who: 'ann@elsewhere',
        Version: '1',
        Created: '2026-01-01T00:00:00Z',
        Path: 'x',
      }),
    );
    const refused = await otform(dir, 'state', 'rm', 'opentrain_job.one');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('lock-1');
    expect(refused.err).toContain('ann@elsewhere');
    expect((await otform(dir, 'force-unlock', 'lock-1')).err).toContain('Approval Needed');
    expect((await otform(dir, 'force-unlock', '-force', 'wrong')).code).toBe(1);
    expect((await otform(dir, 'force-unlock', '-force', 'lock-1')).code).toBe(0);
    expect((await otform(dir, 'state', 'rm', 'opentrain_job.one')).code).toBe(0);
  });

  it('asks before it releases a lock', async () => {
    const dir = project();
    const lock = join(dir, '.terraform.jobs.tfstate.lock.info');
    for (const [answer, code] of [
      ['no', 1],
      ['yes', 0],
    ] as const) {
      writeFileSync(
        lock,
        JSON.stringify({
          ID: 'lock-1',
          Operation: 'apply',
          Info: '',
          Who: 'ann@elsewhere',
          Version: '1',
          Created: '2026-01-01T00:00:00Z',
          Path: 'x',
        }),
      );
      const fake = fakeIo(dir, {
        tty: true,
        onWrite: (text, { stdin }) => {
          if (text.includes('Enter a value:')) stdin.write(`${answer}\n`);
        },
      });
      expect(await run(['force-unlock', 'lock-1'], fake.io)).toBe(code);
      expect(fake.out()).toContain("Only 'yes' will be accepted");
      expect(existsSync(lock)).toBe(code === 1);
    }
  });
});
