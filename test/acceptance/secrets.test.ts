import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, test, vi } from 'vitest';
import { createServerCertificate, type ServerCertificate } from '../../src/plugin/server/certificate.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { childrenOf } from './support/interrupted.ts';
import { complete, job } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

/** Bytes that the server answers to the first words of gRPC, and whether it hung up. */
function greet(path: string, identity: ServerCertificate | null | 'in the clear'): Promise<number> {
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
  return new Promise((resolve) => {
    let bytes = 0;
    const options = { path, servername: 'localhost', ALPNProtocols: ['h2'], rejectUnauthorized: false };
    const shown =
      identity === null || identity === 'in the clear'
        ? {}
        : { key: identity.privateKeyPem, cert: identity.certificatePem };
    const socket: Socket =
      identity === 'in the clear' ? createConnection(path) : connect({ ...options, ...shown });
    socket.on(identity === 'in the clear' ? 'connect' : 'secureConnect', () => socket.write(preface));
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(bytes));
  });
}

/** Runs an apply that hangs in a create, and hands over its processes until `look` is done. */
async function during(
  env: Record<string, string>,
  look: (terraform: number, provider: number) => Promise<void>,
): Promise<void> {
  const fault = { method: 'POST', path: '/job-drafts', fault: { type: 'latency', ms: 1500 } } as const;
  scene.stage.simulator.faults.add(fault);
  const run = scene.stage.start(['apply', '-auto-approve', '-no-color'], env);
  await vi.waitUntil(() => scene.stage.simulator.faults.list()[0]?.hits === 1, {
    timeout: 20_000,
    interval: 10,
  });
  const terraform = run.process.pid ?? 0;
  const [provider = 0] = childrenOf(terraform);
  await look(terraform, provider);
  const { code, output } = await run.done;
  expect(code, output).toBe(0);
  scene.stage.check(output, 'the run that was looked at');
}

describe.skipIf(!hasTerraform || process.platform !== 'linux')(`secrets under terraform${SUITE_NOTE}`, () => {
  test.each([
    ['from the environment', 'base_url = null', {}],
    ['from an ephemeral variable', 'token = var.token', { OT_API_TOKEN: '' }],
  ])('a token %s is in no file, no trace and no process list', async (_name, provider, more) => {
    const { token } = scene.stage.simulator;
    const env = { ...more, TF_VAR_token: token };
    scene.stage.write(
      `variable "token" {\n  type = string\n  sensitive = true\n  ephemeral = true\n}\n${job('a', complete('One'))}`,
      provider,
    );
    await scene.stage.must(['plan', '-no-color', '-out=plan.bin'], env);
    const shown = await scene.stage.must(['show', '-json', 'plan.bin'], env);
    expect(shown).toContain('opentrain_job.a');
    let processes = '';
    await during(env, async (terraform, plugin) => {
      for (const pid of [terraform, plugin]) processes += readFileSync(`/proc/${pid}/cmdline`, 'latin1');
    });
    expect(processes).toContain('terraform-provider-opentrain');
    expect(processes.includes(token)).toBe(false);

    const log = join(scene.stage.work.folder, 'trace.log');
    scene.stage.write(
      `variable "token" {\n  type = string\n  sensitive = true\n  ephemeral = true\n}\n${job('a', complete('Two'))}`,
      provider,
    );
    await scene.stage.must(['apply', '-auto-approve', '-no-color'], {
      ...env,
      TF_LOG: 'trace',
      TF_LOG_PATH: log,
    });
    expect(readFileSync(log, 'utf8')).toContain('provider.terraform-provider-opentrain');
    // A refused token is looked at by more code than one that works.
    scene.stage.simulator.revokeToken(token);
    await scene.stage.terraform(['plan', '-no-color'], { ...env, TF_LOG: 'trace', TF_LOG_PATH: log });
    const files = scene.stage.files();
    expect([...files.keys()]).toEqual(expect.arrayContaining(['plan.bin', 'terraform.tfstate', 'trace.log']));
    for (const [name, text] of files) expect(text.includes(token), name).toBe(false);
  });

  test('during a run nobody else can use the provider', async () => {
    scene.stage.write(job('a', complete('One')));
    await during({ TMPDIR: scene.stage.work.folder }, async () => {
      const sockets = readdirSync(scene.stage.work.folder).filter((name) => name.startsWith('otform-'));
      expect(sockets).toHaveLength(1);
      const folder = join(scene.stage.work.folder, sockets[0] ?? '');
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      const path = join(folder, 'plugin.sock');
      expect(await greet(path, null)).toBe(0);
      expect(await greet(path, createServerCertificate(Date.now()))).toBe(0);
      // In the clear there is at most the alert of TLS.
      expect(await greet(path, 'in the clear')).toBeLessThanOrEqual(7);
    });
  });
});
