import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { JsonValue } from '../../state/index.ts';
import { isJsonObject } from '../config/bodies.ts';
import { readBackendPath } from '../config/terraform-block.ts';
import type { StackLocation } from '../engine.ts';
import { environmentError, Problem } from '../problem.ts';
import { remedyFor } from '../remedy.ts';

/**
 * Where a stack's state lies. A relative path of the program's local backend is relative to the stack's folder, where
 * Terraform runs; without a backend block it is `terraform.<stack>.tfstate` in the project, which is what cdktf writes
 * as an absolute path.
 */
export function statePathOf(stack: StackLocation, backendPath: string | null): string {
  if (stack.statePath !== undefined) return resolve(stack.projectDir, stack.statePath);
  if (backendPath === null) return join(resolve(stack.projectDir), `terraform.${stack.name}.tfstate`);
  return resolve(dirname(stack.configPath), backendPath);
}

/**
 * Where a stack's state lies, reading only the backend block: works for stacks that the embedded engine cannot run.
 * Raises `Problem` (its `diagnostic`) for a file that cannot be read and for backends that are not local.
 */
export async function locateState(stack: StackLocation): Promise<string> {
  const remedy = remedyFor(stack.name, stack.configPath, stack.projectDir);
  let root: JsonValue;
  try {
    root = JSON.parse(await readFile(stack.configPath, 'utf8')) as JsonValue;
  } catch (error) {
    throw new Problem(
      environmentError(
        'stack-file-unreadable',
        'Cannot Read Stack File',
        `${stack.configPath} could not be read: ${error instanceof Error ? error.message : String(error)}. Synthesise the stack first.`,
      ),
    );
  }
  return statePathOf(stack, readBackendPath(isJsonObject(root) ? root.terraform : undefined, remedy));
}
