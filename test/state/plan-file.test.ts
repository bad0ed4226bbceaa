import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlanFile, readPlanFile, writePlanFile } from '../../src/state/plan-file.ts';
import { cleanFolders, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

const BASE = { lineage: 'lin', serial: 3, configHash: 'abc' };

async function written(payload: string): Promise<string> {
  const path = join(await temporaryFolder(), 'p.otplan');
  await writePlanFile(path, payload, BASE);
  return path;
}

describe('a saved plan', () => {
  it.each([
    { name: 'json', payload: '{"a":1}' },
    { name: 'empty', payload: '' },
    { name: 'lines-and-emoji', payload: 'é\n\n😀\nsha256:\n' },
  ])('$name comes back as it was', async ({ payload }) => {
    const path = await written(payload);
    expect(await readPlanFile(path)).toEqual({ ...BASE, payload });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('may have no lineage', async () => {
    const path = join(await temporaryFolder(), 'p');
    await writePlanFile(path, 'x', { ...BASE, lineage: null, serial: 0 });
    expect((await readPlanFile(path)).lineage).toBe(null);
  });

  it('cut at any byte is refused', async () => {
    const bytes = await readFile(await written('{"a":"é"}'));
    for (let length = 0; length < bytes.length; length += 1) {
      const error = await stateErrorOf(() => parsePlanFile(bytes.subarray(0, length), 'p'));
      expect(error.code).toBe(length === 0 ? 'not-plan' : 'truncated');
    }
  });

  it('changed at any byte is refused', async () => {
    const bytes = await readFile(await written('{"a":"é"}'));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      const error = await stateErrorOf(() => parsePlanFile(damaged, 'p'));
      expect(['not-plan', 'corrupt', 'truncated', 'future-version']).toContain(error.code);
    }
  });

  it.each([
    { name: 'terraform-zip', text: 'PK\u0003\u0004rest', code: 'terraform-plan', says: 'terraform show' },
    { name: 'a-state', text: '{"version":4}', code: 'not-plan', says: 'not a saved plan' },
    {
      name: 'newer-format',
      text: 'otform saved plan, format 2\n{}\n',
      code: 'future-version',
      says: 'format 2',
    },
  ])('$name is refused', async ({ text, code, says }) => {
    const path = join(await temporaryFolder(), 'p');
    await writeFile(path, text);
    const error = await stateErrorOf(() => readPlanFile(path));
    expect(error.code).toBe(code);
    expect(error.detail).toContain(says);
  });

  it('that does not exist says how to make one', async () => {
    const error = await stateErrorOf(async () => readPlanFile(join(await temporaryFolder(), 'none')));
    expect(error.code).toBe('unreadable');
    expect(error.detail).toContain('otform plan -out=');
  });
});
