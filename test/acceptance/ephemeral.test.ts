import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../tools/build/places.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

describe.skipIf(!hasTerraform || process.platform === 'win32')(
  `the ephemeral credentials${SUITE_NOTE}`,
  () => {
    test('reach a script, and nothing that is stored or printed', async () => {
      const { stage } = scene;
      const example = readFileSync(join(ROOT, 'examples', 'hcl', 'ephemeral-credentials.tf'), 'utf8');
      stage.write(
        `${job('a', complete('One'))}\n${example.replace(' {\n  provisioner', ' {\n  depends_on = [opentrain_job.a]\n  provisioner')}`,
      );
      await stage.must(['plan', '-no-color', '-out=plan.bin']);
      await stage.must(['show', '-json', 'plan.bin']);
      await stage.must(['apply', '-no-color', 'plan.bin'], { TF_LOG: 'trace' });
      const { jobs } = JSON.parse(readFileSync(join(stage.work.folder, 'jobs.json'), 'utf8'));
      expect(jobs.map((row: { id: string }) => row.id)).toEqual([stage.id('opentrain_job.a')]);
      for (const [name, text] of stage.files()) {
        expect(text.includes(stage.simulator.token), `the token in ${name}`).toBe(false);
      }
      await stage.expectEmptyPlan();
    });

    test('are refused without a token, with what to do', async () => {
      scene.stage.write('ephemeral "opentrain_credentials" "this" {}');
      const { code, output } = await scene.stage.terraform(['plan', '-no-color'], { OT_API_TOKEN: '' });
      expect(code).toBe(1);
      expect(output).toContain('Error: No OpenTrain Token');
    });

    test('of another type are none', async () => {
      scene.stage.write('ephemeral "opentrain_nothing" "this" {}');
      expect((await scene.stage.terraform(['validate', '-no-color'])).output).toContain('does not support');
    });
  },
);
