import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectType } from '../../src/plugin/cty/cty-type.ts';
import { decodeDynamic, encodeDynamic } from '../../src/plugin/cty/dynamic-value.ts';
import type {
  Diagnostic,
  DynamicValue,
  ResourceIdentityData,
} from '../../src/plugin/messages/shared-messages.ts';
import { schemaType } from '../../src/plugin/schema-encoding.ts';
import type { ObjectValue, Value } from '../../src/provider/values.ts';
import { UNKNOWN } from '../../src/provider/values.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import type { StartedPlugin } from './support/plugin-host.ts';
import { callProvider, callStream, connect, hostIdentity, startPlugin } from './support/plugin-host.ts';
import { thingSchema } from './support/test-provider.ts';

const folder = mkdtempSync(join(tmpdir(), 'plugin-rpc-'));
const store = join(folder, 'store.json');
const type = schemaType(thingSchema);
const nothing = Object.fromEntries(Object.keys(thingSchema.attributes).map((name) => [name, null]));
const identityType = objectType({ id: 'string' });
let plugin: StartedPlugin;
let client: Client;

const thing = (values: ObjectValue) => encodeDynamic({ ...nothing, ...values }, type);
const raw = (values: object) => ({ json: Buffer.from(JSON.stringify(values)), flatmap: {} });
const read = (value: DynamicValue | null) => decodeDynamic(value, type) as ObjectValue | null;
const idOf = (identity: ResourceIdentityData | null): Value =>
  decodeDynamic(identity?.identity_data ?? null, identityType);

interface Answer {
  readonly diagnostics: readonly Diagnostic[];
}

beforeAll(async () => {
  const host = hostIdentity();
  plugin = startPlugin({ executable: await bundlePlugin('test', folder), cwd: folder, env: host.env });
  client = connect(await plugin.line, host.own);
});

afterAll(async () => {
  client.close();
  plugin.process.kill('SIGTERM');
  await plugin.exit;
  rmSync(folder, { recursive: true, force: true });
});

function configure(): Promise<Answer> {
  return callProvider(client, 'ConfigureProvider', {
    terraform_version: '1.14.0',
    config: encodeDynamic({ store }, objectType({ store: 'string' })),
  });
}

describe('before the provider is configured', () => {
  test('what needs a session says so', async () => {
    const answer = await callProvider<Answer>(client, 'ReadResource', {
      type_name: 'opentrain_thing',
      current_state: thing({ id: 'x' }),
    });
    expect(answer.diagnostics[0]).toMatchObject({ severity: 1, summary: 'Provider Not Configured' });
  });

  test('schemas, capabilities and identities', async () => {
    const schema = await callProvider<Record<string, unknown>>(client, 'GetProviderSchema', {});
    expect(schema.server_capabilities).toEqual({
      plan_destroy: true,
      get_provider_schema_optional: true,
      move_resource_state: true,
      generate_resource_config: true,
    });
    expect(Object.keys(schema.list_resource_schemas as object)).toEqual(['opentrain_thing']);
    expect(schema.functions).toEqual({});
    const identity = await callProvider<Record<string, Record<string, unknown>>>(
      client,
      'GetResourceIdentitySchemas',
      {},
    );
    expect(identity.identity_schemas?.opentrain_thing).toMatchObject({
      version: 0,
      identity_attributes: [{ name: 'id', required_for_import: true }],
    });
    expect(await callProvider(client, 'GetFunctions', {})).toEqual({ functions: {}, diagnostics: [] });
  });

  test.each([
    ['ValidateEphemeralResourceConfig', 'Unknown Ephemeral Resource'],
    ['OpenEphemeralResource', 'Unknown Ephemeral Resource'],
    ['ValidateResourceConfig', 'Unknown Resource Type'],
    ['ReadDataSource', 'Unknown Data Source'],
  ])('%s of an unknown type', async (name, summary) => {
    const { diagnostics } = await callProvider<Answer>(client, name, { type_name: 'opentrain_nope' });
    expect(diagnostics.map((one) => one.summary)).toEqual([summary]);
  });

  test('a function that does not exist', async () => {
    const answer = await callProvider<{ error: { text: string } }>(client, 'CallFunction', { name: 'nope' });
    expect(answer.error.text).toContain('no function "nope"');
  });

  test('the shape of stored data', async () => {
    const state = { id: 'thing-1', name: 'one', status: 'live' };
    const moved = await callProvider<{
      target_state: DynamicValue;
      target_private: Uint8Array;
      target_identity: ResourceIdentityData;
    }>(client, 'MoveResourceState', {
      source_provider_address: 'registry.example.com/other/opentrain',
      source_type_name: 'opentrain_thing',
      source_schema_version: 1,
      source_state: raw(state),
      source_private: Buffer.from('kept'),
      target_type_name: 'opentrain_thing',
    });
    expect(read(moved.target_state)).toMatchObject(state);
    expect(Buffer.from(moved.target_private).toString()).toBe('kept');
    expect(idOf(moved.target_identity)).toEqual({ id: 'thing-1' });

    const foreign = await callProvider<Answer>(client, 'MoveResourceState', {
      source_provider_address: 'registry.example.com/hashicorp/null',
      source_type_name: 'null_resource',
      source_state: raw({ id: '1' }),
      target_type_name: 'opentrain_thing',
    });
    expect(foreign.diagnostics[0]?.summary).toBe('Resource Cannot Be Moved Here');

    const generated = await callProvider<{ config: DynamicValue }>(client, 'GenerateResourceConfig', {
      type_name: 'opentrain_thing',
      state: thing({ ...state, size: 2 }),
    });
    expect(read(generated.config)).toEqual({ ...nothing, name: 'one', size: 2 });

    const identity = await callProvider<{ upgraded_identity: ResourceIdentityData }>(
      client,
      'UpgradeResourceIdentity',
      {
        type_name: 'opentrain_thing',
        version: 0,
        raw_identity: raw({ id: 'thing-1' }),
      },
    );
    expect(idOf(identity.upgraded_identity)).toEqual({ id: 'thing-1' });
  });

  test('a value beyond the usual limit of gRPC', async () => {
    const answer = await callProvider<Answer>(client, 'ValidateResourceConfig', {
      type_name: 'opentrain_thing',
      config: thing({ name: 'x'.repeat(6 * 1024 * 1024) }),
    });
    expect(answer.diagnostics).toEqual([]);
  });

  test('a state that is no JSON is refused with what to do', async () => {
    const answer = await callProvider<Answer>(client, 'UpgradeResourceState', {
      type_name: 'opentrain_thing',
      version: 1,
      raw_state: { json: Buffer.from('{'), flatmap: {} },
    });
    expect(answer.diagnostics[0]).toMatchObject({ summary: 'Stored State Is Unreadable' });
  });
});

describe('configured', () => {
  beforeAll(async () => {
    const things = ['alpha', 'beta', 'alphabet'].map((name, index) => [
      `thing-${index}`,
      { ...nothing, id: `thing-${index}`, name, status: 'live' },
    ]);
    writeFileSync(store, JSON.stringify(Object.fromEntries(things)));
    expect((await configure()).diagnostics).toEqual([]);
  });

  interface Event {
    readonly display_name: string;
    readonly identity: ResourceIdentityData;
    readonly resource_object: DynamicValue | null;
    readonly diagnostic: readonly Diagnostic[];
  }
  const list = (request: object) =>
    callStream<Event>(client, 'ListResource', { type_name: 'opentrain_thing', ...request });
  const filter = (prefix: string) => encodeDynamic({ prefix }, objectType({ prefix: 'string' }));

  test('bulk discovery filters, limits and shows whole objects on request', async () => {
    const all = await list({ config: filter('') });
    expect(all.map((event) => event.display_name)).toEqual(['alpha', 'beta', 'alphabet']);
    expect(all.every((event) => event.resource_object === null)).toBe(true);
    const some = await list({ config: filter('alpha'), limit: 1, include_resource_object: true });
    expect(some).toHaveLength(1);
    expect(idOf(some[0]?.identity ?? null)).toEqual({ id: 'thing-0' });
    expect(read(some[0]?.resource_object ?? null)).toMatchObject({ name: 'alpha', status: 'live' });
    const wrong = await list({ type_name: 'opentrain_nope' });
    expect(wrong.map((event) => event.diagnostic[0]?.summary)).toEqual(['Unknown Resource Type']);
  });

  test('identity goes along with read, import, plan and apply', async () => {
    const readAnswer = await callProvider<{ new_identity: ResourceIdentityData }>(client, 'ReadResource', {
      type_name: 'opentrain_thing',
      current_state: thing({ id: 'thing-0' }),
    });
    expect(idOf(readAnswer.new_identity)).toEqual({ id: 'thing-0' });
    const imported = await callProvider<{ imported_resources: { identity: ResourceIdentityData }[] }>(
      client,
      'ImportResourceState',
      {
        type_name: 'opentrain_thing',
        identity: { identity_data: encodeDynamic({ id: 'thing-1' }, identityType) },
      },
    );
    expect(idOf(imported.imported_resources[0]?.identity ?? null)).toEqual({ id: 'thing-1' });

    const config = { ...nothing, name: 'new' };
    const plan = await callProvider<{
      planned_state: DynamicValue;
      planned_identity: ResourceIdentityData | null;
    }>(client, 'PlanResourceChange', {
      type_name: 'opentrain_thing',
      prior_state: encodeDynamic(null, type),
      proposed_new_state: thing({ name: 'new', id: UNKNOWN }),
      config: encodeDynamic(config, type),
    });
    expect(plan.planned_identity).toBeNull();
    expect(read(plan.planned_state)).toEqual({ ...config, id: UNKNOWN, status: UNKNOWN });
    const applied = await callProvider<{ new_state: DynamicValue; new_identity: ResourceIdentityData }>(
      client,
      'ApplyResourceChange',
      {
        type_name: 'opentrain_thing',
        prior_state: encodeDynamic(null, type),
        planned_state: plan.planned_state,
        config: encodeDynamic(config, type),
      },
    );
    expect(idOf(applied.new_identity)).toEqual({ id: read(applied.new_state)?.id });
  });

  test('a destroy plan and a refreshed nothing', async () => {
    const plan = await callProvider<Answer & { planned_state: DynamicValue }>(client, 'PlanResourceChange', {
      type_name: 'opentrain_thing',
      prior_state: thing({ id: 'thing-0', name: 'alpha' }),
      proposed_new_state: encodeDynamic(null, type),
      config: encodeDynamic(null, type),
    });
    expect(plan.diagnostics).toEqual([]);
    expect(read(plan.planned_state)).toBeNull();
  });

  test('a bug of the provider is told as one, with the prior state kept', async () => {
    writeFileSync(store, 'not json');
    const prior = thing({ id: 'thing-0', name: 'alpha' });
    const answer = await callProvider<Answer & { new_state: DynamicValue }>(client, 'ApplyResourceChange', {
      type_name: 'opentrain_thing',
      prior_state: prior,
      planned_state: thing({ id: 'thing-0', name: 'beta' }),
      config: thing({ name: 'beta' }),
    });
    expect(answer.diagnostics[0]).toMatchObject({ severity: 1, summary: 'Provider Failed Unexpectedly' });
    expect(read(answer.new_state)).toMatchObject({ name: 'alpha' });
  });

  test('stop aborts, and the next run is not stopped', async () => {
    expect(await callProvider(client, 'StopProvider', {})).toEqual({ error: '' });
    expect((await configure()).diagnostics).toEqual([]);
  });
});
