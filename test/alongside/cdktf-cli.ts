import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../package/consumer.ts';

const VERSION = '0.21.0';
const FOLDER = join(ROOT, 'node_modules', '.cache', `cdktf-cli-${VERSION}`);

/**
 * The real cdktf-cli, as a path that Node runs; null when the registry cannot be reached. It weighs ten times what all
 * our dependencies do, so it is installed for the tests that need it and kept until the next `npm ci`.
 */
export function installCdktfCli(): string | null {
  const entry = (folder: string) => join(folder, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');
  if (existsSync(entry(FOLDER))) return entry(FOLDER);
  mkdirSync(dirname(FOLDER), { recursive: true });
  const incoming = mkdtempSync(`${FOLDER}.incoming-`);
  try {
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...quiet, '--prefix', incoming, `cdktf-cli@${VERSION}`], {
      cwd: incoming,
      stdio: 'ignore',
      timeout: 240_000,
    });
    renameSync(incoming, FOLDER);
    return entry(FOLDER);
  } catch {
    rmSync(incoming, { recursive: true, force: true });
    // Another process may have been faster.
    return existsSync(entry(FOLDER)) ? entry(FOLDER) : null;
  }
}
