import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PROVIDER_SOURCE } from '../../src/contract/index.ts';
import { BINDINGS, polishBinding } from '../../tools/bindings.ts';
import { packOtform, ROOT } from '../package/consumer.ts';
import { hasTerraform } from '../plugin/support/terraform.ts';
import { installCdktfCli } from './cdktf-cli.ts';
import { ExampleProject } from './project.ts';

const cdktf = installCdktfCli();
const note =
  cdktf === null
    ? ' (SKIPPED: cdktf-cli could not be installed)'
    : hasTerraform
      ? ''
      : ' (SKIPPED: no terraform on the PATH)';
const DEPLOY = ['deploy', 'alongside', '--auto-approve', '--no-color', '--skip-provider-lock'];

const folder = mkdtempSync(join(tmpdir(), 'cdktf-pack-'));
let tarball: string;
let project: ExampleProject | null = null;

beforeAll(async () => {
  tarball = await packOtform(folder);
});
afterEach(async () => {
  await project?.stop();
  project = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// It starts slowly, and each of its commands starts terraform several times.
describe.skipIf(cdktf === null || !hasTerraform)(`the real cdktf${note}`, { timeout: 120_000 }, () => {
  const cli = cdktf ?? '';

  test('deploys a job with its infrastructure, finds it unchanged, and destroys it', async () => {
    const p = await ExampleProject.start(tarball, 'alongside');
    project = p;
    expect((await p.must(cli, ...DEPLOY)).out).toContain('Plan: 3 to add, 0 to change, 0 to destroy.');
    const outputs = p.outputs('alongside');
    expect(outputs.job_title).toBe('Bounding boxes in street-scenes-7');
    expect(outputs.tool_job_url).toContain(outputs.job_id);
    expect(p.writes()).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID', 'POST /jobs/ID/publish']);

    // With the lock file there, the flag is no longer needed.
    const again = await p.must(cli, ...DEPLOY.slice(0, -1));
    expect(again.out).toContain('No changes. Your infrastructure matches the configuration.');
    await p.terraform('alongside', 'plan', '-detailed-exitcode', '-no-color');

    await p.must(cli, 'destroy', 'alongside', '--auto-approve', '--no-color');
    expect(p.writes().slice(3)).toEqual(['POST /jobs/ID/close']);
    expect(p.asked).toEqual([]);
  });

  test('deletes the folder of a stack that left the program, and not what an interrupted create left', async () => {
    const p = await ExampleProject.start(tarball, 'alongside');
    project = p;
    const stack = join(p.dir, 'cdktf.out', 'stacks', 'alongside');
    const log = join(p.dir, '.otform', 'terraform-intents.alongside.jsonl');
    p.simulator.faults.add({
      method: 'POST',
      path: '/job-drafts',
      fault: { type: 'stall', when: 'after' },
    });
    const cut = p.run(cli, ...DEPLOY);
    await expect.poll(() => p.writes(), { timeout: 30_000 }).toEqual(['POST /job-drafts']);
    cut.kill();
    await cut.done;
    const intents = readFileSync(log, 'utf8');
    expect(intents).toContain('"op":"open"');

    const program = readFileSync(join(p.dir, 'main.ts'), 'utf8');
    writeFileSync(join(p.dir, 'main.ts'), program.replace("(app, 'alongside')", "(app, 'renamed')"));
    await p.must(cli, 'synth');
    expect(existsSync(stack)).toBe(false);
    expect(readFileSync(log, 'utf8')).toBe(intents);
  });

  test('cdktf get makes from our provider the bindings that we ship', async () => {
    const p = await ExampleProject.start(tarball, 'alongside');
    project = p;
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const get = join(p.dir, 'get');
    mkdirSync(get);
    const config = {
      language: 'typescript',
      app: 'unused',
      projectId: 'get',
      sendCrashReports: 'false',
      codeMakerOutput: 'gen',
      terraformProviders: [`${PROVIDER_SOURCE}@${version}`],
    };
    writeFileSync(join(get, 'cdktf.json'), JSON.stringify(config));
    await p.mustIn(get, cli, 'get');
    for (const name of BINDINGS) {
      const made = readFileSync(join(get, 'gen', 'providers', 'opentrain', name, 'index.ts'), 'utf8');
      const shipped = readFileSync(join(ROOT, 'src', 'constructs', 'gen', `${name}.ts`), 'utf8');
      expect(polishBinding(made), name).toBe(shipped);
    }
    expect(p.asked).toEqual([]);
  });
});
