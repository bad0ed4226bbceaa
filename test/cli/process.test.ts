import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folder, programFiles } from './fake-io.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const ARGS = ['--import', import.meta.resolve('tsx'), MAIN];

it('prints its version and loads neither engine nor client for it', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...ARGS, 'version'], {
    env: { ...process.env, OTFORM_LOG: 'trace' },
  });
  expect(stdout).toMatch(/^otform v\d+\.\d+\.\d+\n/);
  expect(stderr).toContain('exit 0');
});

it('survives a reader that went away', async () => {
  const dir = folder(programFiles(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`s${i}`, {}]))));
  const child = spawn(process.execPath, [...ARGS, 'synth'], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [code, signal] = await once(child, 'exit');
  expect({ code, signal }).toEqual({ code: 0, signal: null });
});

it('runs the simulator until it is told to stop', async () => {
  const child = spawn(process.execPath, [...ARGS, 'simulator', '--port', '0', '--publish-quota', '2'], {
    cwd: folder(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8');
  let out = '';
  for await (const chunk of child.stdout) {
    out += chunk;
    if (out.split('\n').length > 2) break;
  }
  const [, url = '', token = ''] =
    /^export OT_API_BASE_URL=(\S+)\nexport OT_API_TOKEN=(\S+)\n$/.exec(out) ?? [];
  const answer = await fetch(`${url}/api/public/v1/auth/me`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
  await answer.text();
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

it('ends an interrupted run of the program with 130', async () => {
  const dir = folder({
    'cdktf.json': '{"app":"node app.mjs"}',
    'app.mjs': "process.stderr.write('up'); setInterval(() => {}, 1000);",
  });
  const child = spawn(process.execPath, [...ARGS, '-chdir', dir, 'synth'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.setEncoding('utf8');
  let err = '';
  for await (const chunk of child.stderr) {
    err += chunk;
    if (err.includes('Still running the program: node app.mjs') && !child.killed) child.kill('SIGINT');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(130);
  expect(err).toContain('Nothing was changed.');
});
