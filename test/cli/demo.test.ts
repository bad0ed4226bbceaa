import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo, folder } from './fake-io.ts';

const built = existsSync(new URL('../../dist/register.js', import.meta.url));

// The demo runs a program that imports the built package, as a user's does; `npm test` builds first.
it.skipIf(!built)('the demo goes from program to published job and finds nothing left to do', async () => {
  const { io, out, err } = fakeIo(folder());
  const code = await run(['demo'], io);
  expect(err()).toBe('');
  expect(code).toBe(0);
  expect(out()).toContain('$ otform apply -auto-approve');
  expect(out()).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed. 1 published.');
  expect(out()).toContain('No changes. Your jobs match the configuration.');
  expect(out()).toContain('Jobs on the simulated marketplace: 1.');
  expect(out()).not.toMatch(/ot_pat_/);
});
