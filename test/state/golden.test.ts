import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseState } from '../../src/state/parse-state.ts';
import { serialiseState } from '../../src/state/serialise-state.ts';
import type { StateFile } from '../../src/state/state-file.ts';
import { instance, job } from './fixtures.ts';

const folder = join(import.meta.dirname, 'golden');
const names = readdirSync(folder).filter((name) => name.endsWith('.tfstate'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Files that are not in Terraform's own layout. */
const FOREIGN_LAYOUT = ['crlf.tfstate', 'compact-escapes.tfstate', 'foreign-keys.tfstate'];

describe('a state that nobody changed', () => {
  it.each(names)('%s comes back byte for byte', (name) => {
    const file = parseState(read(name), name);
    expect(serialiseState(file, file)).toBe(read(name));
  });

  it.each(names)('%s comes back byte for byte from equal copies of its objects', (name) => {
    const file = parseState(read(name), name);
    expect(serialiseState(structuredClone({ ...file, source: undefined }), file)).toBe(read(name));
  });
});

describe('a state written without its source', () => {
  it.each(names.filter((name) => !FOREIGN_LAYOUT.includes(name)))(
    '%s has the layout and content of Terraform',
    (name) => {
      const { source: _, ...state } = parseState(read(name), name);
      const written = serialiseState(state);
      expect(written).toBe(`${asGoWouldWrite(JSON.parse(written))}\n`);
      const expected = { ...JSON.parse(read(name)), check_results: null };
      expect(JSON.parse(written)).toEqual(expected);
      expect(Object.keys(JSON.parse(written))).toEqual(Object.keys(expected));
      expect(instanceKeys(written)).toEqual(instanceKeys(read(name)));
    },
  );
});

describe('a state that was changed elsewhere', () => {
  it.each(names)('%s keeps every original slice', (name) => {
    const file = parseState(read(name), name);
    const added = job('zz_added', instance('job_9'));
    const text = serialiseState(
      { ...file, serial: file.serial + 1, resources: [...file.resources, added] },
      file,
    );
    const again = parseState(text, name);
    expect(again.serial).toBe(file.serial + 1);
    expect(again.resources.length).toBe(file.resources.length + 1);
    for (const slice of file.source.resources.values()) expect(text).toContain(slice);
    for (const [key, slice] of file.source.members) {
      if (!['serial', 'resources'].includes(key)) expect(again.source.members.get(key)).toBe(slice);
    }
  });

  it('keeps the exact numbers of an instance of which another attribute changed', () => {
    const file = parseState(read('foreign-keys.tfstate'));
    const text = serialiseState(
      withInstances(file, 'opentrain_job', (old) => ({
        ...old,
        attributes: { ...old.attributes, job_title: 'New' },
      })),
      file,
    );
    expect(text).toContain('"fixed_price": 100000000000000000000000001');
    expect(text).toContain('"job_title": "New"');
  });

  it('keeps unknown keys, identity and binary private of an instance that changed', () => {
    const file = parseState(read('foreign-keys.tfstate'));
    const text = serialiseState(
      withInstances(file, 'aws_thing', (old) => ({ ...old, status: 'tainted' })),
      file,
    );
    const before = read('foreign-keys.tfstate').split('\n');
    const added = text.split('\n').filter((line) => !before.includes(line));
    // The second instance, of a provider that still writes flat attributes, had no sensitive_attributes.
    expect(added).toEqual([
      '          "status": "tainted",',
      '          "status": "tainted",',
      '          "sensitive_attributes": []',
    ]);
  });

  it('keeps the text of an instance that moves to another resource', () => {
    const file = parseState(read('foreign-keys.tfstate'));
    const resources = file.resources.map((resource) => ({ ...resource, name: 'renamed' }));
    const text = serialiseState({ ...file, resources }, file);
    for (const slice of file.source.instances.values()) expect(text).toContain(slice);
  });

  it('does not reach the prototype through hostile keys', () => {
    const file = parseState(read('foreign-keys.tfstate'));
    expect(Object.hasOwn(file.resources[0]?.instances[0]?.attributes ?? {}, '__proto__')).toBe(true);
    expect('polluted' in {}).toBe(false);
  });
});

function withInstances(
  file: StateFile,
  type: string,
  change: (
    old: StateFile['resources'][number]['instances'][number],
  ) => StateFile['resources'][number]['instances'][number],
): StateFile {
  const resources = file.resources.map((resource) =>
    resource.type === type ? { ...resource, instances: resource.instances.map(change) } : resource,
  );
  return { ...file, resources };
}

/** Indentation and escapes as seen in files of Terraform 1.11.4. */
function asGoWouldWrite(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Order of the keys of every resource and instance. */
function instanceKeys(text: string): unknown {
  const { resources } = JSON.parse(text) as { resources: { instances: object[] }[] };
  return resources.map((resource) => [
    Object.keys(resource),
    resource.instances.map((item) => Object.keys(item)),
  ]);
}
