import { describe, expect, it } from 'vitest';
import {
  allDialects,
  DIALECT_SWITCHES,
  defaultDialect,
  describeDialects,
} from '../../src/simulator/index.ts';
import { ACCESS_PROBES } from './access-probes.ts';
import { DRAFT_PROBES } from './draft-probes.ts';
import { call, start } from './harness.ts';
import { JOB_PROBES } from './job-probes.ts';
import type { Probe } from './probe.ts';

const PROBES: Record<string, Probe> = { ...DRAFT_PROBES, ...JOB_PROBES, ...ACCESS_PROBES } as Record<
  string,
  Probe
>;
const cases = Object.entries(PROBES).flatMap(([key, probe]) =>
  probe.expected.map(([value, seen]) => ({ key, value, seen, observe: probe.observe })),
);

describe('dialect switches', () => {
  it.each(cases)('$key=$value is seen by a client', async ({ key, value, seen, observe }) => {
    const simulator = await start({ dialect: { [key]: value } });
    expect(await observe(simulator)).toEqual(seen);
  });

  it('have a probe for every value', () => {
    const probed = Object.entries(PROBES).map(([key, probe]) => [
      key,
      probe.expected.map(([value]) => value),
    ]);
    const all = Object.entries(DIALECT_SWITCHES).map(([key, row]) => [key, [...row.values]]);
    expect(Object.fromEntries(probed)).toEqual(Object.fromEntries(all));
  });

  it('all say what they assume', () => {
    for (const row of describeDialects()) {
      expect(row.doc.length, row.key).toBeGreaterThan(20);
      expect(row.values.length, row.key).toBeGreaterThan(1);
      expect('DIUX', row.key).toContain(row.mark);
    }
  });

  it('can be thrown while it runs, in process and over HTTP', async () => {
    const simulator = await start();
    const status = async () =>
      (await call(simulator, 'POST', '/job-drafts', { rawJobDescription: 'A job.' })).status;
    expect(await status()).toBe(201);
    simulator.dialect = { createStatus: 200 };
    expect(await status()).toBe(200);
    const changed = await call(simulator, 'PATCH', '/__simulator/dialect', {
      createStatus: 201,
      okFlag: 'present',
    });
    expect(changed.body).toEqual({ ...defaultDialect(), okFlag: 'present' });
    expect(await status()).toBe(201);
    expect((await call(simulator, 'DELETE', '/__simulator/dialect')).body).toEqual(defaultDialect());
  });

  it.each([
    ['an unknown switch', { nope: 1 }, /Unknown dialect switch "nope"/],
    ['an inherited name', { toString: 'x' }, /Unknown dialect switch "toString"/],
    ['an unknown value', { okFlag: 'maybe' }, /expected one of "absent", "present", got "maybe"/],
    ['a negative lag', { listingLagMs: -1 }, /listingLagMs/],
  ])('refuse %s', async (_name, dialect, message) => {
    await expect(start({ dialect: dialect as object })).rejects.toThrow(message);
  });
});

describe('allDialects', () => {
  it('has the default, every other single value, and combined ones, under unique names', () => {
    const names = allDialects().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['default', 'createStatus=200', 'reference-pages', 'guide-pages']),
    );
    expect(names).not.toContain('listPatch=merge');
    expect(allDialects({ hostile: true }).map(({ name }) => name)).toContain('listPatch=merge');
  });

  it('all start', async () => {
    const simulator = await start();
    for (const { dialect } of allDialects({ hostile: true })) {
      simulator.dialect = { ...defaultDialect(), ...dialect };
      expect(simulator.dialect).toMatchObject(dialect);
    }
  });
});
