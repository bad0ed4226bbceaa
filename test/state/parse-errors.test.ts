import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseState } from '../../src/state/parse-state.ts';
import { readStateFile } from '../../src/state/read-state.ts';
import { serialiseState } from '../../src/state/serialise-state.ts';
import type { StateErrorCode } from '../../src/state/state-error.ts';
import { cleanFolders, instance, job, state, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

interface Case {
  readonly name: string;
  readonly text: string;
  readonly code: StateErrorCode;
  /** What the detail must mention. */
  readonly says: readonly string[];
}

const resource = (more: string) =>
  `{"version":4,"resources":[{"mode":"managed","type":"t","name":"n","provider":"p"},{"mode":"managed","type":"t","name":"m","provider":"p","instances":[{${more}}]}]}`;

const CASES: readonly Case[] = [
  { name: 'white-space-only', text: ' \n', code: 'truncated', says: ['line 2, byte offset 2'] },
  { name: 'cut-in-string', text: '{"version":4,"lin', code: 'truncated', says: ['line 1, byte offset 17'] },
  { name: 'cut-after-two-byte-char', text: '{\n"é', code: 'truncated', says: ['line 2, byte offset 5'] },
  { name: 'cut-in-literal', text: '{"a":tru', code: 'truncated', says: ['byte offset 8'] },
  { name: 'cut-in-escape', text: '{"a":"\\u00', code: 'truncated', says: ['byte offset 10'] },
  { name: 'not-json', text: 'hello', code: 'corrupt', says: ['line 1, byte offset 0'] },
  { name: 'merge-conflict', text: '<<<<<<< HEAD\n{}', code: 'corrupt', says: ['line 1'] },
  { name: 'two-values', text: '{"version":4}{}', code: 'corrupt', says: ['byte offset 13'] },
  { name: 'trailing-comma', text: '{"version":4,}', code: 'corrupt', says: ['quoted key'] },
  { name: 'bad-escape', text: '{"a":"\\x"}', code: 'corrupt', says: ['escape'] },
  { name: 'control-character', text: '{"a":"\n"}', code: 'corrupt', says: ['control character'] },
  { name: 'bad-number', text: '{"a":01}', code: 'corrupt', says: ['byte offset 6'] },
  { name: 'too-deep', text: '['.repeat(100_000), code: 'corrupt', says: ['nested deeper'] },
  { name: 'array', text: '[]', code: 'not-state', says: ['not an object'] },
  { name: 'no-version', text: '{"serial":1}', code: 'not-state', says: ['"version"'] },
  { name: 'version-as-text', text: '{"version":"4"}', code: 'not-state', says: ['"version"'] },
  {
    name: 'version-5',
    text: '{"version":5,"terraform_version":"2.0.0"}',
    code: 'future-version',
    says: ['version 5', '2.0.0'],
  },
  {
    name: 'version-3',
    text: '{"version":3}',
    code: 'legacy-version',
    says: ['terraform apply -refresh-only'],
  },
  {
    name: 'serial-text',
    text: '{"version":4,"serial":"x"}',
    code: 'corrupt',
    says: ['at serial,', 'string "x"'],
  },
  {
    name: 'serial-too-large',
    text: '{"version":4,"serial":18446744073709551615}',
    code: 'corrupt',
    says: ['at serial,'],
  },
  { name: 'lineage-number', text: '{"version":4,"lineage":7}', code: 'corrupt', says: ['at lineage,'] },
  {
    name: 'terraform-version-no-version',
    text: '{"version":4,"terraform_version":"zz"}',
    code: 'corrupt',
    says: ['at terraform_version,'],
  },
  {
    name: 'outputs-array',
    text: '{"version":4,"outputs":[]}',
    code: 'corrupt',
    says: ['at outputs,', 'array'],
  },
  { name: 'output-null', text: '{"version":4,"outputs":{"o":null}}', code: 'corrupt', says: ['outputs.o,'] },
  {
    name: 'resources-object',
    text: '{"version":4,"resources":{}}',
    code: 'corrupt',
    says: ['at resources,'],
  },
  {
    name: 'resource-null',
    text: '{"version":4,"resources":[null]}',
    code: 'corrupt',
    says: ['resources[0],'],
  },
  {
    name: 'mode-unknown',
    text: '{"version":4,"resources":[{"mode":"ephemeral"}]}',
    code: 'corrupt',
    says: ['resources[0].mode,', '"ephemeral"'],
  },
  {
    name: 'instance-attributes-array',
    text: resource('"attributes":[]'),
    code: 'corrupt',
    says: ['resources[1].instances[0].attributes,'],
  },
  { name: 'status-unknown', text: resource('"status":"odd"'), code: 'corrupt', says: ['.status,', '"odd"'] },
  { name: 'index-object', text: resource('"index_key":{}'), code: 'corrupt', says: ['.index_key,'] },
  { name: 'dependencies-of-numbers', text: resource('"dependencies":[1]'), code: 'corrupt', says: ['[0],'] },
  {
    name: 'duplicate-instance',
    text: serialiseState(state({ resources: [job('a', instance('1')), job('a', instance('2'))] })),
    code: 'corrupt',
    says: ['opentrain_job.a more than once'],
  },
];

describe('parseState refuses', () => {
  it.each(CASES)('$name', async ({ text, code, says }) => {
    const error = await stateErrorOf(() => parseState(text, 'x.tfstate'));
    expect(error.code).toBe(code);
    expect(error.detail).toContain('x.tfstate');
    for (const words of says) expect(error.detail).toContain(words);
    expect(error.summary.length).toBeLessThanOrEqual(60);
    expect(error.summary).not.toMatch(/\.$/);
  });
});

describe('parseState accepts', () => {
  it('a newer terraform_version, as Terraform does', () => {
    expect(parseState('{"version":4,"terraform_version":"9.9.9-beta1"}').terraformVersion).toBe(
      '9.9.9-beta1',
    );
  });

  it('a byte-order mark', () => {
    expect(parseState('\ufeff{"version":4,"serial":2}').serial).toBe(2);
  });

  it('entries of one resource that hold different instances', () => {
    const resources = [job('a', instance('1', { indexKey: 0 })), job('a', instance('2', { indexKey: 1 }))];
    expect(parseState(serialiseState(state({ resources }))).resources.length).toBe(2);
  });
});

describe('a state cut at every byte', () => {
  const whole = serialiseState(
    state({
      outputs: { o: { value: 'é😀', type: 'string' } },
      resources: [job('a', instance('1', { private: '{"k":1}' }))],
    }),
  );
  const bytes = Buffer.from(whole);

  it('is never read as a smaller state', async () => {
    for (let length = 1; length < bytes.length - 1; length += 1) {
      const path = bytes.subarray(0, length);
      const error = await stateErrorOf(() => parseState(path.toString('utf8')));
      expect(error.code).toBe('truncated');
    }
  });
});

describe('readStateFile', () => {
  it('takes an absent and an empty file as no state', async () => {
    const path = join(await temporaryFolder(), 's.tfstate');
    expect(await readStateFile(path)).toBe(null);
    await writeFile(path, '');
    expect(await readStateFile(path)).toBe(null);
  });

  it.each([
    { name: 'zero-bytes', bytes: Buffer.alloc(4096), code: 'corrupt', says: 'power failure' },
    { name: 'latin-1', bytes: Buffer.from('{"a":"\xe9"}', 'latin1'), code: 'corrupt', says: 'not UTF-8' },
  ])('refuses $name', async ({ bytes, code, says }) => {
    const path = join(await temporaryFolder(), 's.tfstate');
    await writeFile(path, bytes);
    const error = await stateErrorOf(() => readStateFile(path));
    expect(error.code).toBe(code);
    expect(error.detail).toContain(says);
  });

  it('says why a folder cannot be read', async () => {
    const error = await stateErrorOf(async () => readStateFile(await temporaryFolder()));
    expect(error.code).toBe('unreadable');
    expect(error.detail).toContain('it is a folder');
  });
});
