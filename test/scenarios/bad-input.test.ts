import { describe, expect, it } from 'vitest';
import { BAD_INPUT, type BadInput } from './cases/bad-input.ts';
import { expectGolden } from './golden.ts';
import { normalise } from './normalise.ts';
import { OtformWorld, RUN_THE_PROGRAM } from './otform-runner.ts';
import { titled } from './program.ts';

async function check(row: BadInput): Promise<void> {
  const world = await OtformWorld.start({ name: row.name, steps: [] });
  try {
    world.project.declare(row.program ?? { jobs: { images: titled('Images') } });
    await row.prepare?.(world);
    const before = world.project.files();
    const jobs = JSON.stringify(world.simulator.dump().jobs);
    const words = row.run ?? ['plan'];
    const { code, output } = await world.otform(words, row.env);
    expect(code, output).toBe(1);
    for (const text of row.says) expect(output.replace(/\s+/g, ' ')).toContain(text);
    const after = world.project.files();
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [name, bytes] of before)
      expect(after.get(name)?.equals(bytes), `${name} was changed`).toBe(true);
    expect(JSON.stringify(world.simulator.dump().jobs)).toBe(jobs);
    const shown = normalise(
      `$ otform ${words.filter((word) => word !== RUN_THE_PROGRAM).join(' ')}\n${output}[exit ${code}]\n`,
      world,
    );
    expectGolden(`bad-input/${row.name}`, shown);
  } finally {
    await world.stop();
  }
}

describe('a mistake is told with its place, and leaves no trace', () => {
  it.each(BAD_INPUT.map((row) => [row.name, row] as const))('%s', (_name, row) => check(row));
});
