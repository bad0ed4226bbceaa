import { describe, expect, test } from 'vitest';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { type Blow, strike } from './support/interrupted.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { BROKEN_PLANS } from './support/stage.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

const HOLD_MS = 1200;
const NAMES = ['a', 'b', 'c', 'd'];

/** Where the apply stands when it is struck. */
const moments = {
  'a create not yet processed': {
    method: 'POST',
    path: '/job-drafts',
    nth: 2,
    fault: { type: 'stall', when: 'before' },
  },
  'a create processed, not answered': {
    method: 'POST',
    path: '/job-drafts',
    nth: 2,
    fault: { type: 'stall', when: 'after' },
  },
  'creates answered late': {
    method: 'POST',
    path: '/job-drafts',
    nth: 1,
    count: 3,
    fault: { type: 'latency', ms: HOLD_MS },
  },
  'a patch answered late': {
    method: 'PATCH',
    path: '/job-drafts/*',
    nth: 2,
    fault: { type: 'latency', ms: HOLD_MS },
  },
  'a publish answered late': {
    method: 'POST',
    path: '/jobs/*/publish',
    nth: 2,
    fault: { type: 'latency', ms: HOLD_MS },
  },
} as const satisfies Record<string, FaultSpec>;

/** What the program becomes before it is applied again. */
const edits = {
  'as it was': (name: string) => ({ title: name, text: `${TEXT} Part ${name}.` }),
  'with other titles': (name: string) => ({ title: `${name} anew`, text: `${TEXT} Part ${name}.` }),
  'with other sources': (name: string) => ({ title: name, text: `${TEXT} Chapter ${name}.` }),
} as const;

type Edit = keyof typeof edits;
type Keys = 'keys' | 'no keys';

function program(edit: Edit, keys: Keys): string {
  return NAMES.map((name) => {
    const { title, text } = edits[edit](name);
    const key = keys === 'keys' ? `idempotency_key = "jobs.${name}"\n  external_id = "jobs.${name}"` : '';
    return job(
      name,
      `job_title = "${title}"\n  source = { text = ${JSON.stringify(text)} }\n  ${READY}\n  ${key}`,
    );
  }).join('');
}

type Row = readonly [Blow, keyof typeof moments, Keys, Edit];

const rows: readonly Row[] = [
  ['provider', 'a create processed, not answered', 'no keys', 'as it was'],
  ['provider', 'a create processed, not answered', 'keys', 'with other sources'],
  ['terraform', 'creates answered late', 'no keys', 'with other titles'],
  ['both', 'a patch answered late', 'keys', 'with other titles'],
  ['both', 'a publish answered late', 'no keys', 'as it was'],
  ['terraform', 'a publish answered late', 'no keys', 'with other sources'],
  ['^C', 'creates answered late', 'no keys', 'as it was'],
  ['^C twice', 'creates answered late', 'keys', 'as it was'],
];

/** Stalls end only when the one who waits is dead, so they do not go with a terraform that waits for its provider. */
const every: readonly Row[] = (['provider', 'terraform', 'both', '^C', '^C twice'] as const).flatMap((blow) =>
  (Object.keys(moments) as (keyof typeof moments)[])
    .filter((moment) => blow === 'provider' || blow === 'both' || !moment.startsWith('a create'))
    .flatMap((moment) =>
      (['keys', 'no keys'] as const).flatMap((keys) =>
        (Object.keys(edits) as Edit[]).map((edit): Row => [blow, moment, keys, edit]),
      ),
    ),
);

async function holdAndStrike(blow: Blow, moment: keyof typeof moments): Promise<void> {
  scene.stage.simulator.faults.add(moments[moment]);
  const struck = await strike(scene.stage, blow);
  scene.stage.check(struck.output, 'the struck apply', BROKEN_PLANS);
  expect(struck.code).not.toBe(0);
  scene.stage.simulator.faults.clear();
}

describe.skipIf(!hasTerraform || process.platform !== 'linux')(`an apply that is struck${SUITE_NOTE}`, () => {
  test.each(process.env.OTFORM_LONG === '1' ? every : rows)(
    '%s, %s, %s, applied again %s',
    async (blow, moment, keys, edit) => {
      scene.stage.write(program('as it was', keys));
      await holdAndStrike(blow, moment);
      scene.stage.write(program(edit, keys));
      await scene.stage.apply();
      // A job taken over that was live already is edited by a run of its own: its edits are planned, nothing else.
      const { actions } = await scene.stage.plan();
      expect(Object.values(actions).filter((action) => action !== 'update')).toEqual([]);
      if (Object.keys(actions).length > 0) await scene.stage.apply();
      const made = scene.stage.simulator.dump().jobs;
      const posted = made.filter(({ status }) => status !== 'ARCHIVED');
      expect(posted.map(({ status }) => status)).toEqual(NAMES.map(() => 'OPEN'));
      // A job that the struck run had brought into the state is replaced for another source, and only then.
      if (edit !== 'with other sources') expect(made).toEqual(posted);
      const managed = NAMES.map((name) => scene.stage.id(`opentrain_job.${name}`));
      expect([...managed].sort()).toEqual(posted.map(({ id }) => id).sort());
      for (const name of NAMES) {
        expect(scene.stage.fields(scene.stage.id(`opentrain_job.${name}`)).jobTitle).toBe(
          edits[edit](name).title,
        );
      }
      expect(scene.stage.instances().some(({ tainted }) => tainted)).toBe(false);
      await scene.stage.expectEmptyPlan();
    },
  );
});
