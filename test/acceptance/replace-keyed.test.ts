import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;

const dialects: Record<string, Partial<Dialect>> = {
  'a replay answers with the job as it is': {},
  'a key refuses another body': { replayDifferentBody: 'conflict' },
  'a replay answers with its first answer': { replayAnswer: 'first-answer' },
};

const lifecycles = { 'closed first': '', 'created first': 'lifecycle { create_before_destroy = true }' };

function program(part: string, lifecycle: string): string {
  const source = `source = { text = ${JSON.stringify(`${TEXT} ${part}.`)} }`;
  return job('a', `${source}\n  ${READY}\n  idempotency_key = "jobs.a"\n  ${lifecycle}`);
}

async function withStage(dialect: Partial<Dialect>, story: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await Stage.start(plugins, { dialect });
  try {
    await story(stage);
  } finally {
    await stage.stop();
  }
}

describe.skipIf(!hasTerraform)(`a job with a key is replaced${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  afterAll(() => plugins.dispose());

  test.each(
    Object.keys(dialects).flatMap((dialect) =>
      Object.keys(lifecycles).map((lifecycle) => [dialect, lifecycle as keyof typeof lifecycles] as const),
    ),
  )('where %s, %s, twice in a row', (dialect, lifecycle) =>
    withStage(dialects[dialect] ?? {}, async (stage) => {
      const ids = new Set<string>();
      for (const part of ['Part one', 'Part two', 'Part three']) {
        stage.write(program(part, lifecycles[lifecycle]));
        await stage.apply();
        ids.add(stage.id('opentrain_job.a'));
        await stage.expectEmptyPlan();
      }
      expect(ids.size).toBe(3);
      expect(stage.statuses()).toEqual({ ARCHIVED: 2, OPEN: 1 });
    }),
  );

  test('a job that was closed leaves its key to the next one, whatever the text', () =>
    withStage({ replayDifferentBody: 'conflict' }, async (stage) => {
      stage.write(program('Part one', ''));
      await stage.apply();
      stage.write('');
      await stage.apply();
      stage.write(program('Part two', ''));
      await stage.apply();
      await stage.expectEmptyPlan();
      expect(stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });
    }));

  test('a key that another program used with another text is refused with what to do', () =>
    withStage({ replayDifferentBody: 'conflict' }, async (stage) => {
      stage.write(program('Part one', ''));
      await stage.apply();
      await stage.expectEmptyPlan();
      await stage.must(['state', 'rm', 'opentrain_job.a']);
      stage.write(program('Part two', ''));
      const refused = await stage.terraform(['apply', '-auto-approve', '-no-color']);
      expect(refused.code).toBe(1);
      expect(refused.output).toContain('Error: Idempotency Key Was Used Before');
      expect(stage.statuses()).toEqual({ OPEN: 1 });
    }));
});
