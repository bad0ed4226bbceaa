import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiClient } from '../../../src/api/index.ts';
import type { Diagnostic } from '../../../src/provider/diagnostics.ts';
import type { Provider } from '../../../src/provider/provider.ts';
import type {
  ApplyRequest,
  ApplyResponse,
  DataSourceType,
  PlanRequest,
  ResourceType,
} from '../../../src/provider/resource.ts';
import type { Attribute, Schema } from '../../../src/provider/schema-model.ts';
import type { SessionOptions } from '../../../src/provider/session.ts';
import { ProviderSession, systemClock } from '../../../src/provider/session.ts';
import type { ObjectValue } from '../../../src/provider/values.ts';
import { ExactNumber, UNKNOWN, valuesEqual } from '../../../src/provider/values.ts';

/**
 * A provider over a JSON file, with one resource that has every kind of attribute. It shows what the plugin makes of
 * a provider, without a server and without the rules of jobs.
 */
type Store = Record<string, ObjectValue>;

class StoreSession extends ProviderSession {
  readonly path: string;

  constructor(path: string, options: SessionOptions) {
    super(createApiClient({ baseUrl: 'http://127.0.0.1:9', token: 'unused', clock: systemClock }), options);
    this.path = path;
  }

  load(): Store {
    if (!existsSync(this.path)) return {};
    return JSON.parse(readFileSync(this.path, 'utf8'), (_key, value) =>
      typeof value?.exact === 'string' ? new ExactNumber(value.exact) : value,
    ) as Store;
  }

  /** Synchronous from load to save, so that parallel applies do not lose each other's changes. */
  change<T>(change: (store: Store) => T): T {
    const store = this.load();
    const result = change(store);
    const text = JSON.stringify(store, (_key, value) =>
      value instanceof ExactNumber ? { exact: value.text } : value,
    );
    writeFileSync(this.path, text);
    return result;
  }
}

function storeOf(session: ProviderSession): StoreSession {
  if (!(session instanceof StoreSession)) throw new Error('not a session of the test provider');
  return session;
}

const optional = (type: Attribute['type'], description: string): Attribute => ({
  type,
  description,
  optional: true,
});

export const thingSchema: Schema = {
  version: 1,
  description: 'A thing in a file.',
  attributes: {
    id: { type: 'string', computed: true, description: 'ID.' },
    name: { type: 'string', required: true, description: 'Name; also the text of the answers.' },
    zone: optional('string', 'Cannot be changed in place.'),
    size: optional('number', 'Any number.'),
    ready: optional('bool', 'Flag.'),
    tags: optional({ set: 'string' }, 'Set.'),
    steps: optional({ list: 'string' }, 'List.'),
    labels: optional({ map: 'string' }, 'Map.'),
    settings: optional(
      { object: { depth: optional('number', 'Depth.'), note: optional('string', 'Note.') } },
      'Nested object.',
    ),
    parts: optional({ listOfObject: { key: optional('string', 'Key.') } }, 'Nested list.'),
    secret: {
      type: 'string',
      optional: true,
      writeOnly: true,
      description: 'Kept by the store, never by Terraform.',
    },
    fail: optional('string', 'Which call meets an error after its work is done: create, update or delete.'),
    status: { type: 'string', computed: true, description: 'Filled in by the provider.' },
  },
};

function failure(call: string): Diagnostic {
  return {
    severity: 'error',
    code: 'test-failure',
    summary: 'Asked to Fail',
    detail: `The ${call} of {address} met an error. Run \`{command} apply\` again. Token ot_pat_SECRETSECRET.`,
    origin: 'api',
    attribute: ['settings', 'note'],
  };
}

const same = (prior: ObjectValue, config: ObjectValue) =>
  Object.keys(thingSchema.attributes).every(
    (name) =>
      ['id', 'status', 'secret'].includes(name) || valuesEqual(prior[name] ?? null, config[name] ?? null),
  );

function plannedOf({ prior, config }: PlanRequest): ObjectValue | null {
  if (config === null) return null;
  if (prior !== null && same(prior, config)) return prior;
  return { ...config, id: prior?.id ?? UNKNOWN, status: UNKNOWN };
}

const NO_EFFECTS = {
  createsDraft: false,
  publishes: false,
  liveEdit: [],
  draftEdit: [],
  closes: false,
  abandons: false,
};

/** Tests hold a create in the middle: `NAME.started` appears, and it goes on when `NAME.open` does. */
async function passGate(name: string): Promise<void> {
  const folder = process.env.TEST_GATES;
  if (folder === undefined) return;
  const opened = join(folder, `${name}.open`);
  writeFileSync(join(folder, `${name}.started`), '');
  while (!existsSync(opened)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function create(session: StoreSession, planned: ObjectValue, request: ApplyRequest) {
  const content = JSON.stringify({ ...planned, id: null, status: null, fail: null }, (_key, value) =>
    typeof value === 'symbol' ? null : value,
  );
  const open = await request.intents.findOpen({ address: null, contentHash: content });
  const intent = open ?? {
    address: null,
    idempotencyKey: randomUUID(),
    generation: 1,
    title: null,
    contentHash: content,
    body: content,
    at: Date.now(),
  };
  await request.intents.open(intent);
  const id = open?.jobId ?? `thing-${intent.idempotencyKey}`;
  const state: ObjectValue = { ...planned, id, status: planned.fail === 'create' ? 'draft' : 'live' };
  await passGate(String(planned.name));
  session.change((store) => {
    store[id] = { ...state, secret: request.config?.secret ?? null };
  });
  // The crash between the work and its answer, as a killed process or machine makes it.
  if (process.env.TEST_CRASH_AT === planned.name) process.kill(process.pid, 'SIGKILL');
  await request.intents.created(intent, id);
  return state;
}

async function apply(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse> {
  const store = storeOf(session);
  const { prior, planned } = request;
  const privateText = `private ü ${String((planned ?? prior)?.name)}`;
  if (planned === null) {
    const failed = prior?.fail === 'delete';
    if (!failed) store.change((things) => delete things[String(prior?.id)]);
    return {
      state: failed ? prior : null,
      private: privateText,
      diagnostics: failed ? [failure('delete')] : [],
    };
  }
  if (prior === null) {
    const state = await create(store, planned, request);
    const diagnostics = planned.fail === 'create' ? [failure('create')] : [];
    return { state, private: privateText, diagnostics };
  }
  if (planned.fail === 'update')
    return { state: prior, private: privateText, diagnostics: [failure('update')] };
  const state: ObjectValue = { ...planned, status: 'live' };
  store.change((things) => {
    things[String(prior.id)] = state;
  });
  return { state, private: privateText, diagnostics: [] };
}

const thing: ResourceType = {
  typeName: 'opentrain_thing',
  schema: thingSchema,
  validate: (config) =>
    config.name === 'forbidden'
      ? [{ ...failure('check'), summary: 'Forbidden Name', detail: 'Take another.', attribute: ['name'] }]
      : [],
  plan: async (_session, request) => {
    const { prior, config } = request;
    const replaces = prior !== null && config !== null && !valuesEqual(prior.zone, config.zone);
    return {
      planned: plannedOf(request),
      plannedPrivate: request.priorPrivate,
      requiresReplace: replaces ? [['zone']] : [],
      effects: NO_EFFECTS,
      diagnostics: [],
    };
  },
  read: async (session, request) => {
    const found = storeOf(session).load()[String(request.state.id)] ?? null;
    return { state: found, private: request.private, diagnostics: [] };
  },
  apply,
  importState: async (_session, id) => ({
    state: { ...Object.fromEntries(Object.keys(thingSchema.attributes).map((name) => [name, null])), id },
    private: null,
    diagnostics: [],
  }),
  upgradeState: (version, attributes) =>
    version === 0 ? { ...attributes, name: attributes.title ?? null } : attributes,
  listSchema: {
    version: 0,
    description: 'Filter.',
    attributes: { prefix: optional('string', 'Name prefix.') },
  },
  async *list(session, { config, includeState }) {
    for (const [id, state] of Object.entries(storeOf(session).load())) {
      if (!String(state.name).startsWith(String(config.prefix ?? ''))) continue;
      yield { id, displayName: String(state.name), state: includeState ? state : null };
    }
  },
};

const count: DataSourceType = {
  typeName: 'opentrain_count',
  schema: {
    version: 0,
    description: 'How many things there are.',
    attributes: {
      factor: optional('number', 'Multiplied with.'),
      total: { type: 'number', computed: true, description: 'Result.' },
    },
  },
  validate: () => [],
  read: async (session, config) => ({
    state: { ...config, total: Object.keys(storeOf(session).load()).length * Number(config.factor ?? 1) },
    diagnostics: [],
  }),
};

export function createTestProvider(): Provider {
  return {
    schema: {
      provider: {
        version: 0,
        description: 'Test provider.',
        attributes: { store: { type: 'string', required: true, description: 'Path of the file.' } },
      },
      resources: { opentrain_thing: thing.schema },
      dataSources: { opentrain_count: count.schema },
    },
    functions: {},
    ephemerals: {},
    resources: { opentrain_thing: thing },
    dataSources: { opentrain_count: count },
    validateConfig: () => [],
    configure: async (config, _credentials, options) => ({
      session: new StoreSession(String(config.store), options),
      diagnostics: [],
    }),
  };
}
