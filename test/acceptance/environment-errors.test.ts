import { describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

/** Text as it was before Terraform broke it into lines. */
const flat = (output: string) => output.replace(/\s+/g, ' ');

describe.skipIf(!hasTerraform)(`what is wrong around a run${SUITE_NOTE}`, () => {
  test.each<[name: string, env: Record<string, string>, says: readonly string[]]>([
    ['no token', { OT_API_TOKEN: '' }, ['Error: No OpenTrain Token', '`otform simulator`']],
    [
      'a token that is none',
      { OT_API_TOKEN: 'ot_pat_nobody' },
      ['Error: OpenTrain Rejected the API Token', '`otform auth login`'],
    ],
    [
      'a base URL without TLS',
      { OT_API_BASE_URL: 'http://opentrain.example' },
      ['Error: Invalid OpenTrain Base URL', 'http://opentrain.example'],
    ],
    [
      'a server that is not there',
      { OT_API_BASE_URL: 'http://127.0.0.1:9' },
      ['Error: ', 'Nothing was created'],
    ],
  ])('%s: said once and clearly, and nothing is made', async (_name, env, says) => {
    scene.stage.write(job('a', complete('One')));
    const { code, output } = await scene.stage.terraform(['apply', '-auto-approve', '-no-color'], env);
    expect(code).toBe(1);
    for (const text of says) expect(flat(output)).toContain(text);
    expect(scene.stage.statuses()).toEqual({});
    expect(scene.stage.instances()).toEqual([]);
  });
});
