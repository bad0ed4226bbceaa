import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

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

/** Changes whenever the file does; null for one that is missing or empty, which is an empty state. */
async function fileVersion(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return size === 0n ? null : `${path}/${ino}/${size}/${mtimeNs}`;
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
  #known: { readonly version: string; readonly ids: ReadonlySet<unknown> } | null = null;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.#folder = folder;
    this.#env = env;
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
    const backend = asObject((await tryReadJson(join(this.#dataFolder, 'terraform.tfstate')))?.backend);
    if ((backend.type ?? 'local') !== 'local') return 'unseen';
    const path = this.#statePath(asObject(backend.config), await this.workspace());
    const ids = await this.#idsIn(path);
    if (ids === null) return 'unseen';
    return ids.has(jobId) ? 'yes' : 'no';
  }

  /** IDs of all objects in a state file; read again only when it has changed. Null while it cannot be understood. */
  async #idsIn(path: string): Promise<ReadonlySet<unknown> | null> {
    const version = await fileVersion(path);
    if (version === null) return new Set();
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
