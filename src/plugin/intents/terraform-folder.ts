import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

/** Terraform writes its state in place, after every resource: for a moment the file is empty or half of it. */
const STATE_READS = 40;
/** The first apply of all leaves it empty for long. */
const EMPTY_READS = 6;
const READ_AGAIN_MS = 25;

/** Null when the file is missing or no JSON object, e.g. while Terraform writes it. */
async function tryReadJson(path: string): Promise<Json | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

async function tryReadText(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}

/** Changes whenever the file does; null for one that is missing, `empty` for one without a byte. */
async function fileVersion(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return size === 0n ? 'empty' : `${path}/${ino}/${size}/${mtimeNs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
  }
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * What can be seen of Terraform's working folder without asking Terraform. It tells providers neither the workspace
 * nor the state; both lie in files whose layout has been stable since 0.9. Only read, and only to avoid harm.
 */
export class TerraformFolder {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #wait: (ms: number) => Promise<void>;
  #known: { readonly version: string; readonly ids: ReadonlySet<unknown> } | null = null;

  constructor(
    folder: string,
    env: Readonly<Record<string, string | undefined>>,
    wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#folder = folder;
    this.#env = env;
    this.#wait = wait;
  }

  get #dataFolder(): string {
    return resolve(this.#folder, this.#env.TF_DATA_DIR || '.terraform');
  }

  /** Name of the selected workspace; `default` when none is selected. Read anew: a debugged process serves many runs. */
  async workspace(): Promise<string> {
    return this.#env.TF_WORKSPACE || (await tryReadText(join(this.#dataFolder, 'environment'))) || 'default';
  }

  /** Whether the state file names a job; `unseen` where the state lies in a backend that we cannot read. */
  async stateKnows(jobId: string): Promise<'yes' | 'no' | 'unseen'> {
    const ids = await this.stateIds();
    if (ids === null) return 'unseen';
    return ids.has(jobId) ? 'yes' : 'no';
  }

  /** IDs of all objects in the state, deposed ones too; null where it cannot be seen. */
  async stateIds(): Promise<ReadonlySet<unknown> | null> {
    const backend = asObject((await tryReadJson(join(this.#dataFolder, 'terraform.tfstate')))?.backend);
    if ((backend.type ?? 'local') !== 'local') return null;
    return this.#idsIn(this.#statePath(asObject(backend.config), await this.workspace()));
  }

  /** As `#tryIdsIn`, with the patience that a state which is being written needs. */
  async #idsIn(path: string): Promise<ReadonlySet<unknown> | null> {
    for (let reads = 1; ; reads += 1) {
      const ids = await this.#tryIdsIn(path);
      if (ids === 'empty' && reads >= EMPTY_READS) return new Set();
      if (ids !== 'empty' && (ids !== null || reads === STATE_READS)) return ids;
      await this.#wait(READ_AGAIN_MS);
    }
  }

  /** IDs of all objects in a state file; read again only when it has changed. Null while it cannot be understood. */
  async #tryIdsIn(path: string): Promise<ReadonlySet<unknown> | 'empty' | null> {
    const version = await fileVersion(path);
    if (version === null) return new Set();
    if (version === 'empty') return 'empty';
    if (this.#known?.version === version) return this.#known.ids;
    const state = await tryReadJson(path);
    if (state === null) return null;
    const instances = asList(state.resources).flatMap((resource) => asList(asObject(resource).instances));
    const ids = new Set(instances.map((instance) => asObject(asObject(instance).attributes).id));
    this.#known = { version, ids };
    return ids;
  }

  #statePath(config: Json, workspace: string): string {
    if (workspace === 'default') {
      return resolve(this.#folder, String(config.path ?? 'terraform.tfstate'));
    }
    const folder = String(config.workspace_dir ?? 'terraform.tfstate.d');
    return resolve(this.#folder, folder, workspace, 'terraform.tfstate');
  }
}
