import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OtformWorld } from './otform-runner.ts';
import { titled } from './program.ts';
import { expectNoToken, expectNoTokenOnDisk } from './secrets.ts';

describe('secrets', () => {
  it('finds a token where there is one', async () => {
    const world = await OtformWorld.start({ name: 'secrets', steps: [] });
    try {
      const { token } = world.simulator;
      expect(() => expectNoToken(`x ${token} y`, 'a text')).toThrow('a token in a text');
      writeFileSync(join(world.project.dir, 'notes'), token);
      expect(() => expectNoTokenOnDisk(world.project)).toThrow('a token in notes');
    } finally {
      await world.stop();
    }
  });

  it('keeps the token out of trace, plan, state and journal, also when a server echoes it and a run is cut off', async () => {
    const world = await OtformWorld.start({ name: 'secrets', steps: [] });
    try {
      const { simulator, project } = world;
      project.declare({ jobs: { a: titled('Images A'), b: titled('Images B') } });
      simulator.faults.add({
        method: 'POST',
        path: '/job-drafts',
        nth: 2,
        count: null,
        fault: { type: 'status', status: 400, message: `Your token ${simulator.token} is odd.` },
      });
      const trace = { OTFORM_LOG: 'trace' };
      expect((await world.otform(['plan', '-out=tonight.plan'], trace)).code).toBe(0);
      const { code, output } = await world.otform(['apply', '-auto-approve', '-parallelism=1'], trace);
      expect(code).toBe(1);
      expect(output).toContain('[trace');
      expect(existsSync(project.statePath)).toBe(true);
      expectNoTokenOnDisk(project);
    } finally {
      await world.stop();
    }
  });

  it('keeps a token that the program itself holds out of everything', async () => {
    const world = await OtformWorld.start({ name: 'secrets', steps: [] });
    try {
      const { simulator, project } = world;
      project.declare({
        jobs: { a: titled('Images A') },
        variables: { token: { type: 'string', sensitive: true } },
        provider: { token: `\${var.token}` },
      });
      const env = { OT_API_TOKEN: undefined, TF_VAR_token: simulator.token, OTFORM_LOG: 'trace' };
      const refused = await world.otform(['plan', '-out=tonight.plan'], env);
      expect(refused.code).toBe(1);
      expect(refused.output).toContain('variable "token" holds an OpenTrain token');
      expectNoTokenOnDisk(project);
      expect((await world.otform(['apply', '-auto-approve'], env)).code).toBe(0);
      expectNoTokenOnDisk(project);
      for (const words of [['plan'], ['show', '-json'], ['state', 'pull']]) {
        expect((await world.otform(words, env)).code).toBe(0);
      }
    } finally {
      await world.stop();
    }
  });
});
