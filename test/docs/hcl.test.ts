import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderProviderConfig } from '../../src/plugin/install.ts';
import { ROOT } from '../../tools/build/places.ts';
import { bundlePlugin } from '../plugin/support/plugin-bundle.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { blocksIn, readPages } from './pages.ts';

const examples = join(ROOT, 'examples', 'hcl');
const provider = readFileSync(join(examples, 'provider.tf'), 'utf8');
const required = provider.slice(0, provider.indexOf('\n}\n') + 3);

const files = readdirSync(examples)
  .filter((name) => name.endsWith('.tf'))
  .map((name) => [`examples/hcl/${name}`, readFileSync(join(examples, name), 'utf8')] as const);
const blocks = blocksIn(readPages(), ['hcl', 'terraform']).map(
  ({ path, line, text }) => [`${path}:${line}`, text] as const,
);
// Most blocks of the pages are the files again.
const known = new Set(files.map(([, text]) => text.trim()));
const cases = [...files, ...blocks.filter(([, text]) => !known.has(text.trim()))];

let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docs-hcl-'));
  if (!hasTerraform) return;
  const plugins = join(folder, 'plugins');
  mkdirSync(plugins);
  await bundlePlugin('real', plugins);
  const rc = join(folder, 'cli.tfrc');
  writeFileSync(rc, renderProviderConfig({ version: '0.1.0', executableFolder: plugins }).devOverrides);
  env = { PATH: process.env.PATH, HOME: folder, TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: '1' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function validate(cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', ['validate', '-no-color'], { cwd, env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(`${output}\nexit ${code}`));
  });
}

describe.skipIf(!hasTerraform)(`the real Terraform accepts${SUITE_NOTE}`, () => {
  test.concurrent.each(cases)('%s', async (name, text) => {
    const work = mkdtempSync(join(folder, 'work-'));
    writeFileSync(join(work, 'main.tf'), text);
    cpSync(join(examples, 'jobs'), join(work, 'jobs'), { recursive: true });
    if (!text.includes('required_providers')) writeFileSync(join(work, 'versions.tf'), required);
    const output = await validate(work);
    expect(output, name).toContain('The configuration is valid');
    expect(output).toContain('exit 0');
  });

  test('and refuses what is not in the schema, so the tests above can fail', async () => {
    const work = mkdtempSync(join(folder, 'work-'));
    writeFileSync(join(work, 'main.tf'), `${required}\nresource "opentrain_job" "a" {\n  nonsense = 1\n}\n`);
    expect(await validate(work)).toContain('exit 1');
  });
});
