import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { State, StateInstance, StateResource } from '../../src/state/model.ts';
import { StateError } from '../../src/state/state-error.ts';

export const PROVIDER = 'provider["otform.internal/otform/opentrain"]';

const folders: string[] = [];

/** A fresh folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'otform-state-'));
  folders.push(folder);
  return folder;
}

/** Call once per test file that uses `temporaryFolder`. */
export function cleanFolders(): void {
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
}

export function instance(id: string, more: Partial<StateInstance> = {}): StateInstance {
  return {
    schemaVersion: 0,
    attributes: { id, job_title: `Job ${id}` },
    private: null,
    sensitiveAttributes: [],
    dependencies: [],
    ...more,
  };
}

export function job(name: string, ...instances: readonly StateInstance[]): StateResource {
  return { mode: 'managed', type: 'opentrain_job', name, provider: PROVIDER, instances };
}

export function state(more: Partial<State> = {}): State {
  return {
    terraformVersion: '1.11.4',
    serial: 1,
    lineage: '7d2f7e2c-7e5c-4d52-9a0a-3b6f2b3f9c10',
    outputs: {},
    resources: [],
    ...more,
  };
}

/** The `StateError` that the call must raise. */
export async function stateErrorOf(call: () => unknown): Promise<StateError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof StateError) return error;
    throw error;
  }
  throw new Error('Expected a StateError, got none');
}
