import { readFileSync } from 'node:fs';

function parentName(): string | null {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    // Only Linux tells; elsewhere the advice names Terraform, whose commands OpenTofu shares.
    return null;
  }
}

let command: string | null = null;

/** The command that the user runs, for advice in messages: hosts do not say whether they are Terraform or OpenTofu. */
export function hostCommand(): string {
  command ??= parentName() === 'tofu' ? 'tofu' : 'terraform';
  return command;
}
