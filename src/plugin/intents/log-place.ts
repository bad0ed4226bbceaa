import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const FOLDER = '.otform';
/** What CDKTF calls the configuration of a stack, as JSON and as HCL. */
const STACK_FILES = ['cdk.tf.json', 'cdk.tf'];

/** Folder of the CDKTF project that a working folder was generated for; null for a folder that somebody wrote. */
function projectOf(folder: string): string | null {
  if (basename(dirname(folder)) !== 'stacks') return null;
  if (!STACK_FILES.some((name) => existsSync(join(folder, name)))) return null;
  const beside = dirname(dirname(dirname(folder)));
  for (let candidate = beside; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, 'cdktf.json'))) return candidate;
    if (candidate === dirname(candidate)) return beside;
  }
}

/**
 * Where the intent log of a Terraform working folder lies. The folder of a CDKTF stack is output: `cdktf` deletes it
 * when the stack leaves the program, and people delete all of `cdktf.out` to start afresh. The log must outlive both,
 * so it goes to the project, where CDKTF keeps the state too. Depends on nothing that a run changes.
 */
export function intentLogPath(workingFolder: string): string {
  const folder = resolve(workingFolder);
  const project = projectOf(folder);
  return project === null
    ? join(folder, FOLDER, 'terraform-intents.jsonl')
    : join(project, FOLDER, `terraform-intents.${basename(folder)}.jsonl`);
}
