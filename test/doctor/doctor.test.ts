import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { allDialects, DIALECT_SWITCHES, type Dialect, type Simulator } from '../../src/simulator/index.ts';
import { fakeIo, folder } from '../cli/fake-io.ts';
import { start } from '../simulator/harness.ts';
import { expectGolden } from './golden.ts';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `otform doctor` with these words, against this simulator. The port is made the same in every run. */
async function doctor(
  simulator: Simulator | null,
  words: readonly string[],
  options: { dir?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const dir = options.dir ?? folder();
  const server = simulator === null ? {} : { OT_API_TOKEN: simulator.token, OT_API_BASE_URL: simulator.url };
  const { io, out, err } = fakeIo(dir, { env: { ...server, ...options.env } });
  const code = await run(['doctor', ...words], io);
  const same = (text: string) =>
    text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT').replaceAll(dir, '/home/you/project');
  return { code, out: same(out()), err: same(err()) };
}

/** The report without its list of questions. */
function withoutQuestions(text: string): string {
  return text.replace(/\nOpen questions[\s\S]*?\n(?=\S[^\n]*(?:ompatible|known)\.)/, '\n');
}

const DRIFTS = DIALECT_SWITCHES.specDrift.values;
/** Drifts that take away something otform relies on. */
const BREAKING: readonly Dialect['specDrift'][] = [
  'removed-update-key',
  'retyped-update-key',
  'removed-enum-value',
  'removed-endpoint',
  'new-required-field',
  'changed-status',
  'removed-answer-key',
];

describe('doctor --contract', () => {
  it('sends three GETs, and nothing else', async () => {
    const simulator = await start();
    const { code, err } = await doctor(simulator, ['--contract']);
    expect([code, err]).toEqual([0, '']);
    expect(simulator.log.entries().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/public/v1/openapi.json',
      'GET /api/public/v1/job-drafts/capabilities',
      'GET /api/public/v1/auth/me',
    ]);
  });

  it.each(['default', 'helpful-server', 'unhelpful-server', 'reference-pages'])(
    'in dialect %s',
    async (name) => {
      const dialect = allDialects().find((row) => row.name === name)?.dialect ?? {};
      const { code, out } = await doctor(await start({ dialect }), ['--contract']);
      expect(code).toBe(0);
      expectGolden(`contract-${name}.txt`, out);
    },
  );

  it.each(DRIFTS)('when the document drifts: %s', async (specDrift) => {
    const { code, out } = await doctor(await start({ dialect: { specDrift } }), ['--contract']);
    expect(code).toBe(BREAKING.includes(specDrift) ? 1 : 0);
    expectGolden(`drift-${specDrift}.txt`, withoutQuestions(out));
  });

  it('is compatible with every dialect of the simulator', async () => {
    const simulator = await start();
    for (const { name, dialect } of allDialects({ hostile: true })) {
      simulator.dialect = dialect;
      const { code } = await doctor(simulator, ['-contract', '-json']);
      expect([name, code]).toEqual([name, 0]);
      simulator.reset();
    }
  });

  it('tells machines the same', async () => {
    const simulator = await start({ dialect: { specDrift: 'removed-endpoint', draftRead: 'readable' } });
    const { code, out } = await doctor(simulator, ['-contract', '-json']);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      format_version: '1.0',
      server: 'http://127.0.0.1:PORT',
      compatible: false,
      complete: true,
      spec: { kind: 'compared', version: '3.1.0' },
      capabilities: { updateKeys: 26, enums: 3 },
      problems: [],
    });
    expect(report.findings[0]).toMatchObject({
      effect: 'breaks',
      kind: 'endpoint',
      subject: 'POST /jobs/{jobId}/close',
    });
    const read = report.questions.find(({ id }: { id: string }) => id === 'draft-read');
    expect(read).toMatchObject({ settled: true, mark: 'U', asked: 'jobs 13.1' });
    expect(read.answers).toContain('GET /job-drafts/{jobId} exists (Read a draft)');
  });

  it('compares the capabilities alone when there is no document', async () => {
    const simulator = await start({ dialect: { specDrift: 'not-served' } });
    simulator.faults.add({
      path: '/api/public/v1/job-drafts/capabilities',
      fault: { type: 'wrong-shape', body: { draft: { updateKeys: ['jobTitle', 'urgency'] } } },
    });
    const { code, out } = await doctor(simulator, ['-contract', '-json']);
    expect(code).toBe(1);
    const { spec, complete, findings } = JSON.parse(out);
    expect([spec.kind, complete]).toEqual(['absent', false]);
    const effects = findings.map(
      ({ effect, subject }: { effect: string; subject: string }) => `${effect} ${subject}`,
    );
    expect(effects).toContain('addition urgency');
    expect(effects.filter((line: string) => line.startsWith('breaks'))).toHaveLength(25);
  });

  it('survives a document that is longer than any answer may be', async () => {
    const simulator = await start();
    simulator.faults.add({
      path: '/api/public/v1/openapi.json',
      fault: { type: 'wrong-shape', body: { openapi: '3.1.0', paths: { x: 'y'.repeat(17 * 1024 * 1024) } } },
    });
    const { code, out } = await doctor(simulator, ['--contract']);
    expect(code).toBe(0);
    expect(out).toContain('not compared');
    expect(out).toContain('longer than any answer may be');
  });

  it('makes text of the server safe to print', async () => {
    const simulator = await start();
    const esc = String.fromCharCode(0x1b);
    simulator.faults.add({
      path: '/api/public/v1/openapi.json',
      fault: {
        type: 'wrong-shape',
        body: {
          openapi: '3.1.0',
          info: { title: `${esc}[2Jgone`, version: simulator.token },
          paths: { [`/x\n${esc}[31m`]: { get: { responses: {} } } },
        },
      },
    });
    const { out } = await doctor(simulator, ['--contract']);
    expect(out).not.toContain(esc);
    expect(out).not.toContain(simulator.token);
    expect(out).toContain('gone');
  });

  it('says what it could not ask with a token that is revoked', async () => {
    const simulator = await start();
    simulator.revokeToken(simulator.token);
    const { code, out, err } = await doctor(simulator, ['--contract']);
    expect(code).toBe(1);
    expect(out).toContain('Not known.');
    expect(err).toContain('Error: ');
    expect(out + err).not.toContain(simulator.token);
  });

  it('says that it cannot reach a server', async () => {
    const simulator = await start();
    await simulator.stop();
    const { code, out, err } = await doctor(simulator, ['--contract'], {
      env: { OT_API_BASE_URL: 'https://127.0.0.1:1/not-https', OT_API_TOKEN: 'ot_pat_simulator_simulator' },
    });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('Cannot Reach OpenTrain');
  }, 40_000);
});

/** Outcomes by name of check. */
async function checksOf(...args: Parameters<typeof doctor>) {
  const [simulator, words, options] = args;
  const { code, out } = await doctor(simulator, [...words, '-json'], options);
  const { healthy, checks } = JSON.parse(out);
  return { code, healthy, checks: checks as readonly Record<string, string>[], out };
}

describe('doctor', () => {
  it('finds nothing wrong with a fresh folder and a good token', async () => {
    const simulator = await start({ clock: 'real' });
    const { code, out, err } = await doctor(simulator, [], { env: { PATH: '' } });
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain(simulator.token);
    expectGolden(
      'check-up.txt',
      out.replace(process.version, 'v20.0.0').replace(/account \S+?([,:])/, 'account ID$1'),
    );
  });

  it('names the lock, the journal and the saved state that runs left', async () => {
    const dir = folder({
      'terraform.jobs.tfstate': '{}',
      '.terraform.jobs.tfstate.lock.info': JSON.stringify({
        ID: 'l-1',
        Who: 'ada@host',
        Created: '2026-01-01',
      }),
      '.terraform.jobs.tfstate.journal': '1 2 3',
      'errored.tfstate': '{}',
      '.broken.tfstate.lock.info': '{',
    });
    const { code, out } = await doctor(await start({ clock: 'real' }), [], { dir, env: { PATH: '' } });
    expect(code).toBe(0);
    expectGolden(
      'check-up-leftovers.txt',
      out
        .split('\n')
        .filter((line) => !/^ok|Node/.test(line))
        .join('\n'),
    );
  });

  it('fails without a token, and says where it looked', async () => {
    const { code, healthy, checks } = await checksOf(null, [], {
      env: { PATH: '', OPENTRAIN_PERSONAL_API_TOKEN: 'ot_pat_simulator_simulator' },
    });
    expect([code, healthy]).toEqual([1, false]);
    const token = checks.find(({ name }) => name === 'API token');
    expect(token?.outcome).toBe('fail');
    expect(token?.message).toContain(
      'OPENTRAIN_PERSONAL_API_TOKEN is set, and is read by another tool only.',
    );
    expect(checks.find(({ name }) => name === 'server')?.message).toBe('not asked, for want of a token');
  });

  it('fails with a token that the server does not take', async () => {
    const simulator = await start();
    simulator.revokeToken(simulator.token);
    const { code, checks, out } = await checksOf(simulator, [], { env: { PATH: '' } });
    expect(code).toBe(1);
    expect(checks.find(({ name }) => name === 'server')?.outcome).toBe('fail');
    expect(out).not.toContain(simulator.token);
  });

  it('reads the credentials file, and warns when others can', async () => {
    const simulator = await start({ clock: 'real' });
    const dir = folder();
    mkdirSync(join(dir, '.config', 'opentrain'), { recursive: true });
    const path = join(dir, '.config', 'opentrain', 'cli.json');
    writeFileSync(path, JSON.stringify({ apiToken: simulator.token, baseUrl: simulator.url }));
    chmodSync(path, 0o644);
    const before = readFileSync(path, 'utf8');
    const { code, checks } = await checksOf(null, [], { dir, env: { PATH: '' } });
    expect(code).toBe(0);
    expect(checks.find(({ name }) => name === 'API token')?.message).toContain('cli.json');
    expect(checks.find(({ name }) => name === 'credentials file')?.remedy).toContain('chmod 600');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each([
    ['a credentials file that is no JSON', '{"apiToken": "ot_pat_simulator_simulator"', {}],
    [
      'a base URL without https',
      null,
      { OT_API_BASE_URL: 'http://example.com', OT_API_TOKEN: 'ot_pat_simulator_x' },
    ],
  ])('goes on with the check-up after %s', async (_title, file, env) => {
    const dir = folder();
    mkdirSync(join(dir, '.config', 'opentrain'), { recursive: true });
    if (file !== null) writeFileSync(join(dir, '.config', 'opentrain', 'cli.json'), file);
    const { code, checks, out } = await checksOf(null, [], { dir, env: { PATH: '', ...env } });
    expect(code).toBe(1);
    expect(checks.map(({ outcome, name }) => `${outcome} ${name}`)).toEqual([
      'ok Node.js',
      'fail credentials',
      'info state files',
      'info terraform',
      'info tofu',
      'info provider plugin',
    ]);
    expect(out).not.toContain('ot_pat_simulator');
  });

  it.each([
    [-7_200_000, '2 h ahead of the server’s'],
    [600_000, '10 min behind the server’s'],
    [30_000, 'agrees with the server’s to a minute'],
  ])('sees a clock that is off by %i ms', async (ms, message) => {
    const simulator = await start({ clock: 'real' });
    simulator.faults.add({ path: '/api/public/v1/auth/me', fault: { type: 'clock-skew', ms } });
    const { code, checks } = await checksOf(simulator, [], { env: { PATH: '' } });
    expect(code).toBe(0);
    expect(checks.find(({ name }) => name === 'clock')?.message).toBe(message);
  });

  it('asks the real terraform for its version', async () => {
    const { checks } = await checksOf(await start({ clock: 'real' }), []);
    expect(checks.find(({ name }) => name === 'terraform')).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/^v1\.\d+\.\d+ /),
    });
  });

  it('warns of a tool on PATH that does not run, and finds an installed plugin', async () => {
    const dir = folder({ terraform: '#!/bin/sh\nexit 3\n' });
    chmodSync(join(dir, 'terraform'), 0o755);
    mkdirSync(join(dir, '.terraform.d/plugins/otform.internal/otform/opentrain/0.1.0'), { recursive: true });
    const simulator = await start({ clock: 'real' });
    const { code, checks } = await checksOf(simulator, [], { dir, env: { PATH: dir } });
    expect(code).toBe(0);
    expect(checks.find(({ name }) => name === 'terraform')?.outcome).toBe('warn');
    expect(checks.find(({ name }) => name === 'provider plugin')).toMatchObject({
      outcome: 'ok',
      message: expect.stringContaining('0.1.0'),
    });
  });
});
