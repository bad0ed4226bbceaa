import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { PROVIDER_HOST, PROVIDER_NAMESPACE, PROVIDER_TYPE } from '../../../contract/index.ts';
import type { Check } from './check.ts';

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 10_000;

type Env = Readonly<Record<string, string | undefined>>;

/** Terraform and OpenTofu on PATH, and the provider in the mirror that both search. None of them is needed by otform. */
export async function checkTerraform(env: Env, home: string): Promise<readonly Check[]> {
  const tools = await Promise.all(['terraform', 'tofu'].map((tool) => toolCheck(tool, env)));
  return [...tools, await pluginCheck(env, home)];
}

async function toolCheck(tool: string, env: Env): Promise<Check> {
  const path = await findOnPath(tool, env);
  if (path === null) return { outcome: 'info', name: tool, message: 'not on PATH; otform does not need it' };
  try {
    const { stdout } = await run(path, ['version'], {
      timeout: VERSION_TIMEOUT_MS,
      env: { ...env, CHECKPOINT_DISABLE: '1' },
    });
    const version = /v\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? 'unknown version';
    return { outcome: 'ok', name: tool, message: `${version} (${path})` };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { outcome: 'warn', name: tool, message: `${path} does not run: ${reason}` };
  }
}

async function findOnPath(tool: string, env: Env): Promise<string | null> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '')) {
    const path = join(folder, tool + suffix);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return null;
}

/** The implied mirror of Terraform's documentation; a mirror of one's own is not searched. */
async function pluginCheck(env: Env, home: string): Promise<Check> {
  const root =
    process.platform === 'win32'
      ? join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'terraform.d', 'plugins')
      : join(home, '.terraform.d', 'plugins');
  const folder = join(root, PROVIDER_HOST, PROVIDER_NAMESPACE, PROVIDER_TYPE);
  const versions = (await readdir(folder).catch(() => [])).sort();
  const name = 'provider plugin';
  if (versions.length > 0) return { outcome: 'ok', name, message: `${versions.join(', ')} (${folder})` };
  return { outcome: 'info', name, message: 'not installed; only terraform and tofu need it' };
}
