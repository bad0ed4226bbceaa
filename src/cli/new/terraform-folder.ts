import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configError } from '../diagnostic-error.ts';
import { BARE_STACK } from './stack-json.ts';
import type { Workspace } from './workspace.ts';

/**
 * A folder of HCL that Terraform or OpenTofu runs. Only the local state in its default place can be written to;
 * anything else is refused before anything is sent.
 */
export async function openTerraformFolder(dir: string): Promise<Workspace> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => /\.tf(\.json)?$/.test(name));
  const sources = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  const elsewhere = sources.some((text) =>
    /^\s*(?:backend\s*"|cloud\s*\{)|"(?:backend|cloud)"\s*:/m.test(text),
  );
  if (elsewhere) {
    throw configError(
      'new-hcl-backend',
      'State Is Not in This Folder',
      `The configuration in ${dir} names a backend, and otform writes only to the state that Terraform keeps in the folder itself. Nothing was sent. ` +
        'Make the job in a folder of its own, without a backend block, and move its state with `terraform init -migrate-state`; or declare the job by hand and let Terraform create it.',
    );
  }
  const workspace = (await readFile(join(dir, '.terraform', 'environment'), 'utf8').catch(() => '')).trim();
  const isDefault = workspace === '' || workspace === 'default';
  return {
    kind: 'terraform',
    projectDir: dir,
    stack: isDefault ? 'terraform' : `terraform-${workspace.replace(/[^A-Za-z0-9_-]/g, '-')}`,
    stackPath: '',
    statePath: isDefault
      ? join(dir, 'terraform.tfstate')
      : join(dir, 'terraform.tfstate.d', workspace, 'terraform.tfstate'),
    base: BARE_STACK,
    program: null,
    declares: (name) =>
      sources.some((text) =>
        new RegExp(`resource\\s+"opentrain_job"\\s+"${name}"|"opentrain_job"\\s*:\\s*\\{[^}]*"${name}"`).test(
          text,
        ),
      ),
  };
}
