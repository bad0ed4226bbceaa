import type { Dialect, DialectKey, Simulator } from '../../src/simulator/index.ts';
import { call } from './harness.ts';

/** What a client sees under each value of a switch; the observation is compared with `expected`. */
export type Probe<K extends DialectKey = DialectKey> = {
  readonly observe: (simulator: Simulator) => Promise<unknown>;
  readonly expected: readonly (readonly [Dialect[K], unknown])[];
};

export const HOUR = 3_600_000;
export const KEYED = { rawJobDescription: 'Label 500 images.', idempotencyKey: 'k' };

export const create = (s: Simulator, body: unknown = { rawJobDescription: 'A job.' }, token = s.token) =>
  call(s, 'POST', '/job-drafts', body, { token });
export const patch = (s: Simulator, id: string, body: unknown) => call(s, 'PATCH', `/job-drafts/${id}`, body);
export const edit = (s: Simulator, id: string, body: unknown) => call(s, 'PATCH', `/jobs/${id}`, body);
export const post = (s: Simulator, id: string, action: string) => call(s, 'POST', `/jobs/${id}/${action}`);
export const fieldsOf = (s: Simulator, id: string) =>
  s.dump().jobs.find((job) => job.id === id)?.fields ?? {};
export const statusOf = (s: Simulator, id: string) => s.dump().jobs.find((job) => job.id === id)?.status;
export const updatedAt = (s: Simulator, id: string) => s.dump().jobs.find((job) => job.id === id)?.updatedAt;
