import { expect, test } from 'vitest';
import { encodeDynamic } from '../../src/plugin/cty/dynamic-value.ts';
import { ResourceCodec } from '../../src/plugin/rpc/resource-codec.ts';
import { schemaType } from '../../src/plugin/schema-encoding.ts';
import type { ObjectValue } from '../../src/provider/values.ts';
import { createTestProvider } from './support/test-provider.ts';

const resource = createTestProvider().resources.opentrain_thing;
if (resource === undefined) throw new Error('the test provider has no thing');
const codec = new ResourceCodec(resource);
const nothing = Object.fromEntries(Object.keys(resource.schema.attributes).map((name) => [name, null]));
const wire = encodeDynamic({ ...nothing, id: '1', name: 'one', tags: ['a'] }, schemaType(resource.schema));
const value = codec.decode(wire);
const before = value ?? {};
const asked = { value, wire };

test('what came in unchanged goes out as the bytes it came in', () => {
  expect(codec.encodeLike({ ...before }, asked)).toBe(wire);
});

test.each<[string, ObjectValue | null]>([
  ['another text', { ...before, name: 'two' }],
  ['an attribute that is gone', { ...before, name: null }],
  ['an equal list that is not the one that was decoded', { ...before, tags: ['a'] }],
  ['nothing', null],
])('encoded anew: %s', (_name, changed) => {
  const encoded = codec.encodeLike(changed, asked);
  expect(encoded).not.toBe(wire);
  expect(codec.decode(encoded)).toEqual(changed);
});

test('bytes in JSON are answered in msgpack', () => {
  const json = Buffer.from(JSON.stringify({ id: '1' }));
  const given = { msgpack: new Uint8Array(0), json };
  const read = codec.decode(given);
  const encoded = codec.encodeLike(read, { value: read, wire: given });
  expect(encoded.msgpack.length).toBeGreaterThan(0);
  expect(codec.decode(encoded)).toEqual(read);
});
