import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileIntentLog } from '../../../src/plugin/intents/intent-log.ts';
import type { IntentOwner, IntentRecord } from '../../../src/plugin/intents/intent-record.ts';
import { entryKey } from '../../../src/plugin/intents/intent-record.ts';
import type { ProcessIdentity } from '../../../src/plugin/intents/process-identity.ts';
import { identify } from '../../../src/plugin/intents/process-identity.ts';
import type { CreateIntent } from '../../../src/provider/resource.ts';

export const now = Date.now();

export const intent = (key: string, content = 'X', title: string | null = 'Title'): CreateIntent => ({
  address: null,
  idempotencyKey: key,
  generation: 1,
  title,
  contentHash: content,
  body: '{}',
  at: now,
});

/** A process that is certainly gone. */
export const dead: ProcessIdentity = { pid: 2 ** 22 - 1, start: 'another boot/1' };

export const owner = (plugin: ProcessIdentity, host = dead, workspace = 'default'): IntentOwner => ({
  plugin,
  host,
  workspace,
});

export const opened = (key: string, by: IntentOwner, what: CreateIntent = intent(key)): IntentRecord => ({
  op: 'open',
  owner: by,
  intent: what,
});

export const created = (key: string, jobId: string): IntentRecord => ({
  op: 'created',
  key: entryKey(intent(key)),
  jobId,
});

/** One Terraform working folder with an intent log, and the processes that a test starts around it. */
export class IntentFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'intents-'));
  readonly path = join(this.folder, '.otform', 'terraform-intents.jsonl');
  readonly children: ChildProcess[] = [];

  open(options: { env?: Record<string, string>; orphanPatienceMs?: number } = {}): FileIntentLog {
    const log = new FileIntentLog({ folder: this.folder, env: {}, ...options });
    log.startRun();
    return log;
  }

  leave(...records: readonly IntentRecord[]): void {
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, records.map((record) => `\n${JSON.stringify(record)}\n`).join(''));
  }

  lines(): readonly string[] {
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** A process that lives until it is killed, as an earlier provider that somebody left running. */
  bystander(): { identity: ProcessIdentity; kill: () => void } {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    this.children.push(child);
    return { identity: identify(child.pid ?? 0), kill: () => child.kill('SIGKILL') };
  }

  /** Terraform's note of a backend other than a local file. */
  backend(type: string): void {
    mkdirSync(join(this.folder, '.terraform'), { recursive: true });
    const config = { backend: { type, config: {} } };
    writeFileSync(join(this.folder, '.terraform', 'terraform.tfstate'), JSON.stringify(config));
  }

  /** A state file that holds jobs of these IDs. */
  state(file: string, ...ids: readonly string[]): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const instances = ids.map((id) => ({ attributes: { id } }));
    writeFileSync(path, JSON.stringify({ version: 4, resources: [{ instances }] }));
  }

  dispose(): void {
    for (const child of this.children.splice(0)) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
