// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/engine/config/read-config.ts';
import type { JsonValue } from '../../src/state/model.ts';

const REMEDY = { stack: 'jobs', folder: 'cdktf.out/stacks/jobs' };

function read(root: JsonValue) {
  return readConfig(JSON.stringify(root), 'cdk.tf.json', REMEDY);
}

/** What cdktf 0.21 writes for a small program, shortened to what carries meaning. */
const SYNTHESISED = {
  '//': { metadata: { backend: 'local', stackName: 'jobs', version: '0.21.0' }, outputs: {} },
  terraform: {
    backend: { local: { path: '/project/terraform.jobs.tfstate' } },
    required_providers: { opentrain: { source: 'otform.internal/otform/opentrain', version: '1' } },
  },
  provider: { opentrain: [{ base_url: 'http://x' }] },
  data: { opentrain_capabilities: { caps: { '//': { metadata: { path: 'jobs/caps', uniqueId: 'caps' } } } } },
  resource: {
    opentrain_job: {
      b: {
        '//': { metadata: { path: 'jobs/b', uniqueId: 'b' } },
        count: 2,
        depends_on: ['opentrain_job.a', 'data.opentrain_capabilities.caps'],
        lifecycle: {
          create_before_destroy: true,
          prevent_destroy: true,
          ignore_changes: ['title', 'deep[0].x'],
          replace_triggered_by: ['${opentrain_job.a}'],
        },
        title: '${opentrain_job.a.title}',
      },
    },
  },
  variable: { v: { default: 'x', nullable: false, sensitive: true, type: 'string' } },
  locals: { loc: { a: 1 } },
  output: { o: { sensitive: true, value: '${opentrain_job.b[0].id}' } },
  moved: [{ from: 'opentrain_job.old', to: 'opentrain_job.b' }],
  import: [{ id: 'job_1', to: 'opentrain_job.c' }],
  removed: [{ from: 'opentrain_job.gone', lifecycle: { destroy: false } }],
};

test('reads what cdktf synthesises', () => {
  const { config, diagnostics } = read(SYNTHESISED);
  expect(diagnostics).toEqual([]);
  expect(config?.backendPath).toBe('/project/terraform.jobs.tfstate');
  expect(config?.provider).toEqual({ base_url: 'http://x' });
  expect(config?.resources.get('opentrain_job.b')).toMatchObject({
    attributes: { title: '${opentrain_job.a.title}' },
    count: 2,
    dependsOn: ['opentrain_job.a', 'data.opentrain_capabilities.caps'],
    constructPath: 'jobs/b',
    lifecycle: {
      createBeforeDestroy: true,
      preventDestroy: true,
      ignoreChanges: [['title'], ['deep', 0, 'x']],
      replaceTriggeredBy: [{ kind: 'traversal', root: 'opentrain_job' }],
    },
  });
  expect(config?.resources.get('data.opentrain_capabilities.caps')?.attributes).toEqual({});
  expect(config?.variables.get('v')).toMatchObject({ type: 'string', sensitive: true, nullable: false });
  expect(config?.outputs.get('o')).toMatchObject({ sensitive: true });
  expect(config?.moved).toEqual([{ from: 'opentrain_job.old', to: 'opentrain_job.b' }]);
  expect(config?.imports).toEqual([{ id: 'job_1', to: 'opentrain_job.c' }]);
  expect(config?.removed).toEqual([{ from: 'opentrain_job.gone', destroy: false }]);
});

test('arrays of bodies mean the same as one body', () => {
  const { config } = read({
    terraform: [{ required_version: '>= 1' }, { backend: [{ local: [{}] }] }],
    resource: [{ opentrain_job: [{ a: [{ title: 'x' }] }] }, { opentrain_job: { b: {} } }],
  });
  expect([...(config?.resources.keys() ?? [])]).toEqual(['opentrain_job.a', 'opentrain_job.b']);
  expect(config?.backendPath).toBe('terraform.tfstate');
});

describe('refused with the commands that run it', () => {
  const cases: Record<string, { readonly root: JsonValue; readonly code: string; readonly names: string }> = {
    'foreign resource': {
      root: { resource: { aws_s3_bucket: { x: {} } } },
      code: 'foreign-resource',
      names: 'aws_s3_bucket.x',
    },
    terraform_data: {
      root: { resource: { terraform_data: { x: {} } } },
      code: 'foreign-resource',
      names: 'terraform_data.x',
    },
    'foreign data source': {
      root: { data: { http: { x: {} } } },
      code: 'foreign-resource',
      names: 'data.http.x',
    },
    'foreign provider block': {
      root: { provider: { aws: {} } },
      code: 'unsupported-block',
      names: 'provider "aws"',
    },
    'foreign requirement': {
      root: { terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } } },
      code: 'foreign-provider',
      names: 'hashicorp/aws',
    },
    'our name for another source': {
      root: { terraform: { required_providers: { opentrain: { source: 'else/opentrain' } } } },
      code: 'foreign-provider',
      names: 'else/opentrain',
    },
    'provider alias': {
      root: { provider: { opentrain: [{ alias: 'b' }] } },
      code: 'unsupported-block',
      names: 'alias',
    },
    'resource with an aliased provider': {
      root: { resource: { opentrain_job: { a: { provider: 'opentrain.b' } } } },
      code: 'foreign-resource',
      names: 'opentrain.b',
    },
    'remote backend': {
      root: { terraform: { backend: { s3: {} } } },
      code: 'unsupported-backend',
      names: '"s3"',
    },
    'cloud block': {
      root: { terraform: { cloud: {} } },
      code: 'unsupported-block',
      names: 'terraform.cloud',
    },
    module: { root: { module: { m: { source: './m' } } }, code: 'unsupported-block', names: 'module' },
    check: { root: { check: { c: {} } }, code: 'unsupported-block', names: 'check' },
    provisioner: {
      root: { resource: { opentrain_job: { a: { provisioner: [{ 'local-exec': {} }] } } } },
      code: 'unsupported-block',
      names: 'provisioner in opentrain_job.a',
    },
    precondition: {
      root: { resource: { opentrain_job: { a: { lifecycle: { precondition: [] } } } } },
      code: 'unsupported-block',
      names: 'lifecycle.precondition',
    },
    'variable validation': {
      root: { variable: { v: { validation: [{}] } } },
      code: 'unsupported-block',
      names: 'variable.v.validation',
    },
    'import with for_each': {
      root: { import: [{ for_each: {}, to: 'opentrain_job.a', id: 'x' }] },
      code: 'unsupported-block',
      names: 'for_each',
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { root, code, names }) => {
    const { config, diagnostics } = read(root);
    expect(config).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(diagnostics[0]?.detail).toContain(names);
    expect(diagnostics[0]?.detail).toContain('terraform -chdir=cdktf.out/stacks/jobs apply');
    expect(diagnostics[0]?.detail).toContain('cdktf deploy jobs');
  });
});

describe('broken files', () => {
  const cases: Record<string, { readonly text: string; readonly code: string }> = {
    'not JSON': { text: '{"a":', code: 'invalid-stack-file' },
    'an array': { text: '[]', code: 'invalid-block' },
    'resource as text': { text: '{"resource": "x"}', code: 'invalid-block' },
    'attribute body as text': { text: '{"resource": {"opentrain_job": {"a": "x"}}}', code: 'invalid-block' },
    'count and for_each': {
      text: '{"resource": {"opentrain_job": {"a": {"count": 1, "for_each": {}}}}}',
      code: 'invalid-block',
    },
    'output without value': { text: '{"output": {"o": {}}}', code: 'invalid-block' },
    'nested too deeply': {
      text: `{"locals": {"a": ${'['.repeat(5000)}${']'.repeat(5000)}}}`,
      code: 'invalid-block',
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { text, code }) => {
    const { config, diagnostics } = readConfig(text, 'cdk.tf.json', REMEDY);
    expect(config).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});

test('every mistake is reported, not the first only', () => {
  const { diagnostics } = read({
    module: {},
    resource: { aws_x: { a: {} }, opentrain_job: { b: { provisioner: [] } } },
    output: { o: {} },
  });
  expect(diagnostics).toHaveLength(4);
});
