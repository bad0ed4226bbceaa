import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { PROVIDER_SOURCE } from '../../src/contract/index.ts';
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { fakeIo, folder, programFiles } from './fake-io.ts';

const QUICKSTART = {
  source: {
    text:
      'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
      'English required, prior image annotation experience preferred. Two-week project.',
  },
  experience_level: 'INTERMEDIATE',
  data_volume: 10_000,
  data_volume_unit: 'NUMBER_OF_FILES',
};

function stackOf(jobs: Readonly<Record<string, object>>, more: object = {}): object {
  return {
    terraform: { required_providers: { opentrain: { source: PROVIDER_SOURCE } } },
    provider: { opentrain: [{}] },
    resource: { opentrain_job: jobs },
    ...more,
  };
}

const OUTPUT = { output: { job_id: { value: '$' + '{opentrain_job.images.id}' } } };

class Project {
  readonly dir: string;
  readonly simulator: Simulator;
  constructor(dir: string, simulator: Simulator) {
    this.dir = dir;
    this.simulator = simulator;
  }

  declare(jobs: Readonly<Record<string, object>>, more: object = {}): void {
    for (const [name, text] of Object.entries(programFiles({ jobs: stackOf(jobs, more) }))) {
      writeFileSync(join(this.dir, name), text);
    }
  }

  io(options: Parameters<typeof fakeIo>[1] = {}) {
    const env = { OT_API_BASE_URL: this.simulator.url, OT_API_TOKEN: this.simulator.token, ...options.env };
    return fakeIo(this.dir, { ...options, env });
  }

  async otform(...words: readonly string[]) {
    const fake = this.io();
    const code = await run(words, fake.io);
    expect(fake.out() + fake.err()).not.toContain(this.simulator.token);
    return { code, out: fake.out(), err: fake.err() };
  }

  writes(): readonly string[] {
    return this.simulator.log
      .entries()
      .filter((entry) => entry.method !== 'GET')
      .map(
        (entry) =>
          `${entry.method} ${entry.path.replace('/api/public/v1', '').replace(/[0-9a-zA-Z_-]{12,}/, 'ID')}`,
      );
  }
}

async function project(
  jobs: Readonly<Record<string, object>> = { images: QUICKSTART },
  more: object = OUTPUT,
  options: SimulatorOptions = {},
): Promise<Project> {
  const simulator = await Simulator.start({ seed: 'cli', ...options });
  onTestFinished(() => simulator.stop());
  const created = new Project(folder(), simulator);
  created.declare(jobs, more);
  return created;
}

describe('plan and apply', () => {
  it('publishes the quickstart once and finds it unchanged', async () => {
    const p = await project();
    const planned = await p.otform('plan', '-detailed-exitcode');
    expect(planned.err).toBe('');
    expect(planned.out).toContain('Plan: 1 to add, 0 to change, 0 to destroy. 1 to publish.');
    expect(planned.code).toBe(2);
    expect(p.writes()).toEqual([]);
    expect(existsSync(join(p.dir, 'terraform.jobs.tfstate'))).toBe(false);

    const applied = await p.otform('apply', '-auto-approve');
    expect(applied.err).toBe('');
    expect(applied.out).toContain('opentrain_job.images: Creating...');
    expect(applied.out).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed. 1 published.');
    expect(applied.out).toMatch(/Outputs:\n\njob_id = ".+"\n/);
    expect(applied.code).toBe(0);
    expect(p.writes()).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID', 'POST /jobs/ID/publish']);

    const again = await p.otform('plan', '-detailed-exitcode');
    expect(again.out).toContain('No changes. Your jobs match the configuration.');
    expect(again.code).toBe(0);

    const id = (await p.otform('output', '-raw', 'job_id')).out;
    expect((await p.otform('state', 'list', `-id=${id}`)).out).toBe('opentrain_job.images\n');

    const destroyed = await p.otform('destroy', '-auto-approve');
    expect(destroyed.out).toContain('1 to destroy:');
    expect(destroyed.out).toContain('closed (ARCHIVED)');
    expect(destroyed.out).toContain('Destroy complete! Resources: 0 added, 0 changed, 1 destroyed.');
    expect(destroyed.code).toBe(0);
  });

  it.each([
    { typed: 'yes\n', code: 0, says: 'Apply complete!', writes: 3 },
    { typed: 'y\n', code: 1, says: 'Apply cancelled. Nothing was changed.', writes: 0 },
    { typed: 'no\n', code: 1, says: 'Apply cancelled. Nothing was changed.', writes: 0 },
  ])('asks, and takes only a whole yes: $typed', async ({ typed, code, says, writes }) => {
    const p = await project();
    const fake = p.io({
      tty: true,
      onWrite: (text, { stdin }) => {
        if (text.includes('Enter a value:')) stdin.write(typed);
      },
    });
    expect(await run(['apply'], fake.io)).toBe(code);
    expect(fake.out()).toContain("Only 'yes' will be accepted to approve.");
    expect(fake.out()).toContain(says);
    expect(p.writes()).toHaveLength(writes);
  });

  it('applies a saved plan exactly, and refuses it once the state moved on', async () => {
    const p = await project();
    expect((await p.otform('plan', '-out=p.plan')).out).toContain('otform apply p.plan');
    const shown = JSON.parse((await p.otform('show', '-json', 'p.plan')).out);
    expect(shown.resource_changes[0]).toMatchObject({
      address: 'opentrain_job.images',
      change: { actions: ['create'], before: null, after_unknown: { id: true } },
    });
    expect((await p.otform('show', 'p.plan')).out).toContain('1 to publish.');
    expect((await p.otform('apply', 'p.plan')).code).toBe(0);
    const stale = await p.otform('apply', 'p.plan');
    expect(stale.code).toBe(1);
    expect(stale.err).toContain('Saved Plan');
    expect(p.writes().filter((line) => line === 'POST /job-drafts')).toHaveLength(1);
    expect((await p.otform('apply', '-var', 'a=b', 'p.plan')).err).toContain(
      'cannot be used with a saved plan',
    );
  });

  it('keeps a job with gaps as a draft, says what is missing and exits with 3', async () => {
    const { experience_level: _left, ...gap } = QUICKSTART;
    const p = await project({ images: gap });
    const applied = await p.otform('apply', '-auto-approve');
    expect(applied.code).toBe(3);
    const text = applied.out + applied.err;
    expect(text).toContain('Not published yet (1)');
    expect(text).toContain('What experience level should applicants have?');
    expect(text).toContain('ENTRY_LEVEL');
    p.declare({ images: QUICKSTART }, OUTPUT);
    const before = p.writes().length;
    expect((await p.otform('apply', '-auto-approve')).code).toBe(0);
    expect(p.writes().slice(before)).toEqual(['PATCH /job-drafts/ID', 'POST /jobs/ID/publish']);
  });

  it('speaks JSON lines', async () => {
    const p = await project();
    const { code, out } = await p.otform('apply', '-json', '-auto-approve');
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ type: 'version', '@module': 'otform.ui' });
    const types = lines.map((line) => line.type);
    for (const type of ['planned_change', 'change_summary', 'apply_start', 'apply_complete', 'outputs']) {
      expect(types).toContain(type);
    }
    expect(lines.find((line) => line['@message'].startsWith('Apply complete!'))).toMatchObject({
      changes: { add: 1, publish: 1, operation: 'apply' },
    });
  });

  it('stops cleanly on an interrupt while it asks', async () => {
    const p = await project();
    const fake = p.io({
      tty: true,
      onWrite: (text, { signals }) => {
        if (text.includes('Enter a value:')) signals.emit('SIGINT');
      },
    });
    expect(await run(['apply'], fake.io)).toBe(130);
    expect(p.writes()).toEqual([]);
  });

  it('finishes what is in flight on an interrupt, starts nothing new and exits with 143', async () => {
    const p = await project({ images: QUICKSTART, more: QUICKSTART });
    const fake = p.io({
      onWrite: (text, { signals }) => {
        if (text.includes('Creating...')) signals.emit('SIGTERM');
      },
    });
    expect(await run(['apply', '-auto-approve', '-parallelism=1'], fake.io)).toBe(143);
    expect(fake.err()).toContain('Interrupt received. Finishing calls in flight');
    expect(fake.out()).toContain('Creation complete');
    expect(p.simulator.dump().jobs).toHaveLength(1);
    expect((await p.otform('state', 'list')).out.trim().split('\n')).toHaveLength(1);
    expect((await p.otform('apply', '-auto-approve')).code).toBe(0);
    expect(p.writes().filter((line) => line === 'POST /job-drafts')).toHaveLength(2);
    expect(p.simulator.dump().jobs).toHaveLength(2);
  });

  it('says what is unknown and leaves at once on a second interrupt', async () => {
    const p = await project();
    const fake = p.io({
      onWrite: (text, { signals }) => {
        if (!text.includes('Creating...')) return;
        signals.emit('SIGINT');
        signals.emit('SIGINT');
      },
    });
    await run(['apply', '-auto-approve'], fake.io);
    expect(fake.exits).toEqual([130]);
    expect(fake.err()).toContain('Calls were in flight for opentrain_job.images');
  });
});

describe('other commands', () => {
  it('imports an existing job, alone and all at once', async () => {
    const job = { ...QUICKSTART, job_title: 'Label product images' };
    const p = await project({ images: job });
    expect((await p.otform('apply', '-auto-approve')).code).toBe(0);
    const id = (await p.otform('output', '-raw', 'job_id')).out;
    await p.otform('state', 'rm', 'opentrain_job.images');
    const one = await p.otform('import', 'opentrain_job.images', id);
    expect(one.err).toBe('');
    expect(one).toMatchObject({ code: 0 });
    expect((await p.otform('state', 'list', `-id=${id}`)).out).toBe('opentrain_job.images\n');
    await p.otform('state', 'rm', 'opentrain_job.images');
    const all = await p.otform('import', '--all', '-auto-approve');
    expect(all.err).toBe('');
    expect(all.out).toContain(`opentrain_job.images <- ${id}`);
    expect((await p.otform('state', 'list', `-id=${id}`)).out).toBe('opentrain_job.images\n');
    expect(p.writes().filter((line) => line === 'POST /job-drafts')).toHaveLength(1);
  });

  it('reads capabilities and proposals', async () => {
    const p = await project();
    expect(JSON.parse((await p.otform('capabilities', '-json')).out).update_keys).toContain('jobTitle');
    expect((await p.otform('capabilities')).out).toContain('experience_levels = [');
    await p.otform('apply', '-auto-approve');
    expect((await p.otform('proposals', 'opentrain_job.images')).out).toContain('No proposals for');
    expect((await p.otform('proposals', 'opentrain_job.images', '-json')).out).toBe('[]\n');
    expect((await p.otform('proposals', 'opentrain_job.images', '-csv')).out).toContain('id,status,');
  });

  it('validates without a token and without a request', async () => {
    const p = await project({ images: { ...QUICKSTART, experience_level: 'WIZARD', price_per_hour: -1 } });
    const fake = fakeIo(p.dir);
    expect(await run(['validate', '-json'], fake.io)).toBe(1);
    expect(JSON.parse(fake.out())).toMatchObject({ valid: false });
    p.declare({ images: QUICKSTART });
    const good = fakeIo(p.dir);
    expect(await run(['validate'], good.io)).toBe(0);
    expect(good.out()).toContain('Success! The program is valid.');
    expect(p.simulator.log.total).toBe(0);
  });

  it('keeps the jobs of --simulator between runs', async () => {
    const dir = folder(programFiles({ jobs: stackOf({ images: QUICKSTART }) }));
    const first = fakeIo(dir);
    expect(await run(['apply', '-auto-approve', '--simulator'], first.io)).toBe(0);
    expect(first.out()).toContain('Simulator: nothing leaves this machine');
    const second = fakeIo(dir);
    expect(await run(['plan', '-detailed-exitcode', '--simulator'], second.io)).toBe(0);
    expect(second.out()).toContain('No changes.');
  });
});

describe('wrong circumstances', () => {
  const cases: readonly {
    name: string;
    prepare: (p: Project) => Record<string, string>;
    says: string;
  }[] = [
    { name: 'no token', prepare: () => ({ OT_API_TOKEN: '' }), says: 'No OpenTrain Token' },
    {
      name: 'revoked token',
      prepare: (p) => {
        p.simulator.revokeToken(p.simulator.token);
        return {};
      },
      says: '401',
    },
    {
      name: 'base URL that is none',
      prepare: () => ({ OT_API_BASE_URL: 'not a url' }),
      says: 'URL',
    },
    {
      name: 'held lock',
      prepare: (p) => {
        writeFileSync(
          join(p.dir, '.terraform.jobs.tfstate.lock.info'),
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
        return {};
      },
      says: 'lock-1',
    },
    {
      name: 'resource of another provider',
      prepare: (p) => {
        p.declare({}, { resource: { aws_instance: { a: {} } } });
        return {};
      },
      says: 'aws_instance.a',
    },
  ];

  it.each(cases)('$name: exit 1, nothing written', async ({ prepare, says }) => {
    const p = await project();
    const env = prepare(p);
    const before = readdirSync(p.dir).sort();
    const fake = p.io({ env });
    expect(await run(['apply', '-auto-approve'], fake.io)).toBe(1);
    expect(fake.out() + fake.err()).toContain(says);
    expect(fake.err()).not.toContain('bug in otform');
    expect(fake.out() + fake.err()).not.toContain(p.simulator.token);
    expect(p.writes()).toEqual([]);
    const written = readdirSync(p.dir).filter((name) => name !== 'cdktf.out' && !before.includes(name));
    // Keys are derived from the state's lineage, so that is on disk before the first create is tried.
    expect(written.filter((name) => name !== 'terraform.jobs.tfstate')).toEqual([]);
    expect((await p.otform('state', 'list')).out).toBe('');
  });

  it('refuses a target that does not exist', async () => {
    const p = await project();
    const { code, err } = await p.otform('plan', '-target=opentrain_job.imagse');
    expect(code).toBe(1);
    expect(err).toContain('opentrain_job.imagse');
  });
});

describe('scaffold', () => {
  it('starts with the packaged example', () => {
    const example = readFileSync(new URL('../../examples/quickstart/main.ts', import.meta.url), 'utf8');
    const dir = folder();
    return run(['init'], fakeIo(dir).io).then((code) => {
      expect(code).toBe(0);
      expect(readFileSync(join(dir, 'main.ts'), 'utf8')).toBe(example);
    });
  });
});
