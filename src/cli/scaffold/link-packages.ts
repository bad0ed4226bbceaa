import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { environmentError } from '../diagnostic-error.ts';
import { packageRoot } from '../version.ts';

/**
 * Makes a project runnable without an install: links the packages its program imports to the ones this otform runs
 * with. Throws DiagnosticError when a package is not installed beside otform.
 */
export async function linkPackages(projectDir: string): Promise<void> {
  const modules = join(projectDir, 'node_modules');
  await mkdir(modules, { recursive: true });
  const require = createRequire(import.meta.url);
  for (const [name, target] of [
    ['otform', packageRoot()],
    ['cdktf', installed(require, 'cdktf')],
    ['constructs', installed(require, 'constructs')],
  ] as const) {
    await symlink(target, join(modules, name), process.platform === 'win32' ? 'junction' : 'dir').catch(
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
        throw error;
      },
    );
  }
}

function installed(require: NodeJS.Require, name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw environmentError(
      'package-missing',
      'A Package Is Missing',
      `${name} is not installed beside otform. Install it and run again:\n    npm install cdktf constructs`,
    );
  }
}
