import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeIo, folder } from './fake-io.ts';

test.each([
  ['nothing', undefined, [], '    npm install\n'],
  ['a project without packages', '{}', [], '    npm install otform cdktf constructs\n'],
  ['a project with some', '{}', ['otform', 'constructs'], '    npm install cdktf\n'],
  ['a project with all', '{}', ['otform', 'cdktf', 'constructs'], null],
])('init beside %s names the next step', async (_name, manifest, installed, step) => {
  const dir = folder(manifest === undefined ? {} : { 'package.json': manifest });
  for (const name of installed) mkdirSync(join(dir, 'node_modules', name), { recursive: true });
  const fake = fakeIo(dir);
  expect(await run(['init'], fake.io)).toBe(0);
  if (step === null) expect(fake.out()).not.toContain('npm install');
  else expect(fake.out()).toContain(`Next:\n${step}`);
  expect(fake.out()).toContain('    npx otform plan --simulator\n');
});
