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

/** What a state file tells about the objects in it, deposed ones too. */
export interface StateContents {
  readonly ids: ReadonlySet<unknown>;
  /** Private texts by the idempotency key in the attributes. */
  readonly privateByKey: ReadonlyMap<unknown, readonly (string | null)[]>;
}

const EMPTY_STATE: StateContents = { ids: new Set(), privateByKey: new Map() };

function contentsOf(state: Json): StateContents {
  const ids = new Set<unknown>();
  const privateByKey = new Map<unknown, (string | null)[]>();
  for (const instance of asList(state.resources).flatMap((item) => asList(asObject(item).instances))) {
    const { attributes, private: base64 } = asObject(instance);
    const { id, idempotency_key: key } = asObject(attributes);
    ids.add(id);
    const text = typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf8') : null;
    if (typeof key === 'string') privateByKey.set(key, [...(privateByKey.get(key) ?? []), text]);
  }
  return { ids, privateByKey };
}

/**
 * What can be seen of Terraform's working folder without asking Terraform. It tells providers neither the workspace
 * nor the state; both lie in files whose layout has been stable since 0.9. Only read, and only to avoid harm.
 */
export class TerraformFolder {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #wait: (ms: number) => Promise<void>;
  #known: { readonly version: string; readonly contents: StateContents } | null = null;

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
    const contents = await this.stateContents();
    if (contents === null) return 'unseen';
    return contents.ids.has(jobId) ? 'yes' : 'no';
  }

  /** What the state holds; null where it cannot be seen. */
  async stateContents(): Promise<StateContents | null> {
    const backend = asObject((await tryReadJson(join(this.#dataFolder, 'terraform.tfstate')))?.backend);
    if ((backend.type ?? 'local') !== 'local') return null;
    return this.#contentsOf(this.#statePath(asObject(backend.config), await this.workspace()));
  }

  /** As `#tryRead`, with the patience that a state which is being written needs. */
  async #contentsOf(path: string): Promise<StateContents | null> {
    for (let reads = 1; ; reads += 1) {
      const contents = await this.#tryRead(path);
      if (contents === 'empty' && reads >= EMPTY_READS) return EMPTY_STATE;
      if (contents !== 'empty' && (contents !== null || reads === STATE_READS)) return contents;
      await this.#wait(READ_AGAIN_MS);
    }
  }

  /** Contents of a state file; read again only when it has changed. Null while it cannot be understood. */
  async #tryRead(path: string): Promise<StateContents | 'empty' | null> {
    const version = await fileVersion(path);
    if (version === null) return EMPTY_STATE;
    if (version === 'empty') return 'empty';
    if (this.#known?.version === version) return this.#known.contents;
    const state = await tryReadJson(path);
    if (state === null) return null;
    const contents = contentsOf(state);
    this.#known = { version, contents };
    return contents;
  }

  #statePath(config: Json, workspace: string): string {
    if (workspace === 'default') {
      return resolve(this.#folder, String(config.path ?? 'terraform.tfstate'));
    }
    const folder = String(config.workspace_dir ?? 'terraform.tfstate.d');
    return resolve(this.#folder, folder, workspace, 'terraform.tfstate');
  }
}
