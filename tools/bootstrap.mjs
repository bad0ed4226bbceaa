/**
 * Entry of every npm script. Plain JavaScript, because on a bare clone nothing is installed yet: it installs when
 * needed, then runs the task in tools/tasks.ts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.error) throw result.error;
  if (result.signal) process.kill(process.pid, result.signal);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

// npm writes this file last, so its absence also tells an interrupted installation.
if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  process.stderr.write('Installing dependencies (npm ci) …\n');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run(process.execPath, ['--import', 'tsx', join('tools', 'tasks.ts'), ...process.argv.slice(2)]);
