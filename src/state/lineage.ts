import { randomUUID } from 'node:crypto';
import type { State } from './model.ts';
import { INITIAL_TERRAFORM_VERSION } from './state-file.ts';

/** A fresh lineage: the identity that a state keeps for life. */
export function newLineage(): string {
  return randomUUID();
}

/** A state with nothing in it, before its first write (which makes it serial 1). */
export function emptyState(lineage: string): State {
  return { terraformVersion: INITIAL_TERRAFORM_VERSION, serial: 0, lineage, outputs: {}, resources: [] };
}
