import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';

const running: Simulator[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A folder of its own for the test, removed after it once every simulator has stopped. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'simulator-'));
  folders.push(path);
  return path;
}

/** A simulator with a frozen clock and fixed ids; stopped after the test. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await Simulator.start({ clock: 'virtual', seed: 'test', ...options });
  running.push(simulator);
  return simulator;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; asserted on by shape, one property at a time. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** One request as any client would send it; JSON in, JSON out. */
export async function call(
  simulator: { url: string; token?: string },
  method: string,
  path: string,
  body?: unknown,
  options: { token?: string | null; text?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const token = options.token === undefined ? simulator.token : options.token;
  const payload = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
  const full =
    path.startsWith('/api') || path.startsWith('/_') || path.startsWith('/.')
      ? path
      : `/api/public/v1${path}`;
  const response = await fetch(simulator.url + full, {
    method,
    headers: {
      // A kept socket would be one of the simulator before, where a later one took its port.
      connection: 'close',
      ...(token === null || token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

/** Fields with which a canonical draft can be published. */
export const COMPLETE = {
  jobTitle: 'Label street signs',
  jobDescription: 'Draw boxes around street signs.',
  paymentType: 'PAY_PER_LABEL',
  pricePerLabel: 0.05,
  experienceLevel: 'INTERMEDIATE',
  dataVolume: 10000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
};

/** A draft with every required field; returns its id. */
export async function readyDraft(
  simulator: Simulator,
  fields: Readonly<Record<string, unknown>> = {},
  token = simulator.token,
): Promise<string> {
  const created = await call(simulator, 'POST', '/job-drafts', { rawJobDescription: 'A job.' }, { token });
  const patched = await call(
    simulator,
    'PATCH',
    `/job-drafts/${created.body.jobId}`,
    { ...COMPLETE, ...fields },
    { token },
  );
  if (patched.status !== 200) throw new Error(JSON.stringify(patched.body));
  return created.body.jobId;
}

/** A job that is live; returns its id. */
export async function liveJob(
  simulator: Simulator,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const jobId = await readyDraft(simulator, fields);
  const published = await call(simulator, 'POST', `/jobs/${jobId}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return jobId;
}
