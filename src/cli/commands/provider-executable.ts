import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentError } from '../diagnostic-error.ts';
import { packageRoot } from '../version.ts';

/** The provider as it is shipped: one script beside the command. Throws DiagnosticError when the build left it out. */
export async function providerExecutable(): Promise<string> {
  const path = join(packageRoot(), 'dist', 'plugin', 'terraform-provider-opentrain.cjs');
  try {
    await access(path);
    return path;
  } catch {
    throw environmentError(
      'provider-missing',
      'The Provider Is Not Built',
      `${path} is not there. Nothing was installed. In a checkout of otform build it first:\n    npm run build\nElsewhere install otform again:\n    npm install otform`,
    );
  }
}
