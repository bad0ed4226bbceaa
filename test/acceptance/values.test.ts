import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, SOURCE, TEXT } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

/** A value that no plan knows before the resource it comes from is made or changed. */
const late = (name: string, value: string) => `resource "terraform_data" "${name}" {
  input = ${value}
}
`;

describe.skipIf(!hasTerraform)(`values under terraform${SUITE_NOTE}`, () => {
  test('values that are unknown while planning: source, title, price, sets, enums, publish', async () => {
    const program = (title: string, price: number, more: string) =>
      `${late('text', JSON.stringify(TEXT))}${late('title', JSON.stringify(title))}${late('price', String(price))}${late(
        'list',
        '["Spanish", "English"]',
      )}${late('level', '"EXPERT"')}${late('yes', 'true')}${late('source', `{ text = ${JSON.stringify(TEXT)} }`)}
${job(
  'a',
  `source = { text = terraform_data.text.output }
  job_title = terraform_data.title.output
  payment_type = "PAY_PER_LABEL"
  price_per_label = terraform_data.price.output
  languages = terraform_data.list.output
  experience_level = terraform_data.level.output
  data_volume_unit = "NUMBER_OF_FILES"
  publish = terraform_data.yes.output
  ${more}`,
)}${job('b', `source = { text = terraform_data.source.output.text }\n  ${READY}\n  job_description = "Title \${terraform_data.title.output}, \${terraform_data.text.id}"`)}`;
    scene.stage.write(program('One', 0.07, 'data_volume = 10'));
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.instance('opentrain_job.a').attributes).toMatchObject({
      status: 'OPEN',
      job_title: 'One',
      price_per_label: 0.07,
      experience_level: 'EXPERT',
    });
    expect(scene.stage.fields(scene.stage.id('opentrain_job.a'))).toMatchObject({
      jobTitle: 'One',
      pricePerLabel: 0.07,
    });

    // The title and the price are unknown in the plan of the edit, because what they come from changes too.
    scene.stage.write(program('Two', 0.08, 'data_volume = 10'));
    const edit = await scene.stage.plan();
    expect(edit.actions['opentrain_job.a']).toBe('update');
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.fields(scene.stage.id('opentrain_job.a'))).toMatchObject({
      jobTitle: 'Two',
      pricePerLabel: 0.08,
    });
    expect(scene.stage.statuses()).toEqual({ OPEN: 2 });
  });

  test('an unknown source replaces only what really gets another source', async () => {
    const program = (word: string, trigger: string) =>
      `resource "terraform_data" "text" {
  input = ${JSON.stringify(TEXT)}
  triggers_replace = ["${trigger}"]
}
${job('a', `source = { text = "\${terraform_data.text.output}${word}" }\n  ${READY}`)}`;
    scene.stage.write(program('', 'x'));
    await scene.stage.apply();
    const id = scene.stage.id('opentrain_job.a');
    scene.stage.write(program(' More.', 'x'));
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id('opentrain_job.a')).not.toBe(id);
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });
  });

  test('data sources, check blocks and the provider configured by variables', async () => {
    scene.stage.write(
      `variable "url" { type = string }
variable "level" {
  type    = string
  default = null
}
${job('a', `${complete('One')}`)}
data "opentrain_job" "a" { id = opentrain_job.a.id }
data "opentrain_account" "me" {}
data "opentrain_capabilities" "now" {}
data "opentrain_proposals" "a" {
  job_id = opentrain_job.a.id
  limit  = 5
}
check "live" {
  assert {
    condition     = opentrain_job.a.status == "OPEN"
    error_message = "The job is not live."
  }
}
output "facts" {
  value = {
    listed    = data.opentrain_job.a.status
    account   = data.opentrain_account.me.id
    keys      = length(data.opentrain_capabilities.now.update_keys)
    proposals = data.opentrain_proposals.a.proposals[*].candidate_name
    level     = var.level
  }
}`,
      'base_url = var.url',
    );
    const env = { TF_VAR_url: scene.stage.simulator.url, OT_API_BASE_URL: '' };
    await scene.stage.must(['apply', '-auto-approve', '-no-color'], env);
    expect((await scene.stage.plan([], env)).code).toBe(0);
    scene.stage.simulator.human.addProposal(scene.stage.id('opentrain_job.a'));
    await scene.stage.must(['apply', '-auto-approve', '-no-color'], env);
    const facts = JSON.parse(await scene.stage.must(['output', '-json', 'facts'], env));
    expect(facts).toMatchObject({ listed: 'OPEN', account: scene.stage.simulator.accountId });
    expect(facts.keys).toBeGreaterThan(10);
    expect(facts.proposals).toHaveLength(1);

    scene.stage.simulator.human.closeJob(scene.stage.id('opentrain_job.a'));
    const checked = await scene.stage.plan([], env);
    expect(checked.diagnostics).toContain('warning: Check block assertion failed');
  });

  test('mistakes show in validate, at their attribute, with nothing requested', async () => {
    scene.stage.write(
      job(
        'a',
        `source = {\n    text = "a"\n    hr_xml = "<a/>"\n  }\n  price_per_hour = 3\n  fixed_price = 4`,
      ),
    );
    const { code, output } = await scene.stage.terraform(['validate', '-no-color']);
    expect(code).toBe(1);
    expect(output).toContain('Error: Exactly One Source Expected');
    expect(output).toContain('Error: More Than One Price');
    expect(output).toContain('fixed_price = 4');
    expect(scene.stage.requests()).toEqual([]);
  });

  test('a token that is missing, wrong, or in the provider block', async () => {
    scene.stage.write(job('a', `${SOURCE}\n  ${READY}`));
    const none = await scene.stage.terraform(['plan', '-no-color'], { OT_API_TOKEN: '' });
    expect(none.output).toContain('Error: No OpenTrain Token');
    scene.stage.simulator.revokeToken(scene.stage.simulator.token);
    const revoked = await scene.stage.terraform(['apply', '-auto-approve', '-no-color']);
    expect(revoked.code).toBe(1);
    expect(revoked.output).toContain('Error: ');
    expect(scene.stage.statuses()).toEqual({});
    const { token } = scene.stage.simulator.registerAccount({ claimed: true });
    scene.stage.write(
      `variable "token" {\n  type = string\n  ephemeral = true\n}\n${job('a', `${SOURCE}\n  ${READY}`)}`,
      'token = var.token',
    );
    const env = { OT_API_TOKEN: '', TF_VAR_token: token };
    await scene.stage.must(['plan', '-out=plan.bin', '-no-color'], env);
    await scene.stage.must(['apply', '-no-color', 'plan.bin'], env);
    expect(scene.stage.statuses()).toEqual({ OPEN: 1 });
    for (const [name, text] of scene.stage.files()) expect(text.includes(token), name).toBe(false);
  });

  test('terraform test', async () => {
    scene.stage.write(
      `variable "title" {\n  type = string\n  default = "One"\n}\n${job('a', complete('${var.title}'))}
output "status" { value = opentrain_job.a.status }`,
    );
    writeFileSync(
      join(scene.stage.work.folder, 'jobs.tftest.hcl'),
      `run "plans" {
  command = plan
  assert {
    condition     = opentrain_job.a.job_title == "One"
    error_message = "wrong title"
  }
}
run "posts" {
  assert {
    condition     = output.status == "OPEN"
    error_message = "not live"
  }
}
run "edits" {
  variables {
    title = "Two"
  }
  assert {
    condition     = opentrain_job.a.job_title == "Two"
    error_message = "not edited"
  }
}
`,
    );
    const { output } = await scene.stage.terraform(['test', '-no-color']);
    expect(output).toContain('3 passed, 0 failed');
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1 });
  });
});
