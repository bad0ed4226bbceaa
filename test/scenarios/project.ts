import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type ProgramParts, STACK, synthesise } from './program.ts';

/** One instance in the state file, by its address. */
export interface StateEntry {
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly deposed: string | null;
  readonly tainted: boolean;
}

/** A project folder as `cdktf synth` leaves it: `cdktf.out` and, after a run, the state beside it. */
export class Project {
  readonly dir = mkdtempSync(join(tmpdir(), 'scenario-'));

  get statePath(): string {
    return join(this.dir, `terraform.${STACK}.tfstate`);
  }

  /** Folder of the stack's `cdk.tf.json`: where `cdktf deploy` runs terraform. */
  get stackDir(): string {
    return join(this.dir, 'cdktf.out', 'stacks', STACK);
  }

  declare(parts: ProgramParts): void {
    mkdirSync(this.stackDir, { recursive: true });
    const text = JSON.stringify(synthesise(parts, this.statePath), null, 2);
    writeFileSync(join(this.stackDir, 'cdk.tf.json'), text);
    const stack = {
      annotations: [],
      constructPath: STACK,
      dependencies: [],
      name: STACK,
      synthesizedStackPath: `stacks/${STACK}/cdk.tf.json`,
      workingDirectory: `stacks/${STACK}`,
    };
    const manifest = { stacks: { [STACK]: stack }, version: '0.21.0' };
    writeFileSync(join(this.dir, 'cdktf.out', 'manifest.json'), JSON.stringify(manifest, null, 2));
  }

  /** Loses the state and its backup, as a broken disk does. */
  forget(): void {
    rmSync(this.statePath, { force: true });
    rmSync(`${this.statePath}.backup`, { force: true });
  }

  /** Every instance in the state, in the file's order. */
  state(): readonly StateEntry[] {
    if (!existsSync(this.statePath)) return [];
    const file = JSON.parse(readFileSync(this.statePath, 'utf8'));
    const entries: StateEntry[] = [];
    for (const resource of file.resources) {
      for (const instance of resource.instances) {
        const key = instance.index_key === undefined ? '' : `[${JSON.stringify(instance.index_key)}]`;
        entries.push({
          address: `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}${key}`,
          attributes: instance.attributes,
          deposed: instance.deposed ?? null,
          tainted: instance.status === 'tainted',
        });
      }
    }
    return entries;
  }

  /** Job ID at an address. Raises for an address that is not in the state. */
  id(address: string): string {
    const entry = this.state().find((candidate) => candidate.address === address);
    if (entry === undefined) throw new Error(`${address} is not in the state`);
    return String(entry.attributes.id);
  }

  outputs(): Readonly<Record<string, unknown>> {
    if (!existsSync(this.statePath)) return {};
    const file = JSON.parse(readFileSync(this.statePath, 'utf8'));
    return Object.fromEntries(
      Object.entries(file.outputs).map(([name, output]) => [name, (output as { value: unknown }).value]),
    );
  }

  /** Every file below the folder with its bytes, to compare before and after. */
  files(): ReadonlyMap<string, Buffer> {
    const found = new Map<string, Buffer>();
    const walk = (dir: string) => {
      for (const name of readdirSync(dir)) {
        const path = join(dir, name);
        if (statSync(path).isDirectory()) walk(path);
        else found.set(relative(this.dir, path), readFileSync(path));
      }
    };
    walk(this.dir);
    return found;
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
