import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../tools/build.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a consumer has beside otform: the peers, otform's own dependency, and what its types need. */
const BESIDE = ['cdktf', 'cdktn', 'constructs', 'tsx', 'typescript', '@types/node'];

/** Packs the package as `npm publish` would, from the build there is; makes one when there is none. */
export async function packOtform(folder: string): Promise<string> {
  if (!existsSync(join(ROOT, 'dist', 'constructs', 'index.cjs'))) await build();
  const listed: { filename: string }[] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const [packed] = listed;
  if (packed === undefined) throw new Error('npm pack listed no package');
  return join(folder, packed.filename);
}

/** A project of somebody else, with the packed package in its node_modules; no network is needed. */
export function newConsumer(tarball: string, type: 'module' | 'commonjs'): string {
  const folder = mkdtempSync(join(tmpdir(), `otform-${type}-`));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'otform'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'otform')]);
  for (const name of BESIDE) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'dir');
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type }));
  return folder;
}

/** Runs Node in a consumer's folder; its output, trimmed. Failing, it throws with everything that was printed. */
export function runNode(folder: string, args: readonly string[]): string {
  const result = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`node ${args.join(' ')}\n${result.stdout}${result.stderr}`);
  return result.stdout.trim();
}
