import { dirname, relative } from 'node:path';

/** The two ways to run a stack that the embedded engine refuses. */
export interface Remedy {
  readonly stack: string;
  /** Folder of the stack file as the user would type it. */
  readonly folder: string;
}

/** Paths outside the project are given whole: `-chdir` takes either. */
export function remedyFor(stack: string, configPath: string, projectDir: string): Remedy {
  const folder = relative(projectDir, dirname(configPath));
  return { stack, folder: folder === '' ? '.' : folder.startsWith('..') ? dirname(configPath) : folder };
}

/**
 * One sentence with the exact commands, for the end of a refusal. Without that flag the first `cdktf deploy` runs
 * `terraform providers lock`, which looks for our provider in a registry whatever mirror is configured.
 */
export function remedyText(remedy: Remedy): string {
  const chdir = `terraform -chdir=${remedy.folder}`;
  return (
    `Run this stack with Terraform instead: \`${chdir} init\`, then \`${chdir} plan\` and \`${chdir} apply\`, ` +
    `or \`cdktf deploy ${remedy.stack} --skip-provider-lock\`. State stays where it is.`
  );
}
