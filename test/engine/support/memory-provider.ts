import type { Diagnostic } from '../../../src/provider/diagnostics.ts';
import { ProviderSession } from '../../../src/provider/index.ts';
import type { Provider } from '../../../src/provider/provider.ts';
import type {
  ApplyRequest,
  ApplyResponse,
  PlanEffects,
  PlanRequest,
  ResourceType,
} from '../../../src/provider/resource.ts';
import type { Attribute, Schema } from '../../../src/provider/schema-model.ts';
import {
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  type Value,
  valuesEqual,
} from '../../../src/provider/values.ts';

const JOB: Readonly<Record<string, Attribute>> = {
  id: { type: 'string', computed: true, description: 'ID.' },
  title: { type: 'string', optional: true, computed: true, description: 'Title; may be changed in place.' },
  kind: { type: 'string', optional: true, description: 'Changing it replaces.' },
  tags: { type: { set: 'string' }, optional: true, description: 'Set.' },
  amount: { type: 'number', optional: true, description: 'Number.' },
  secret: { type: 'string', optional: true, sensitive: true, description: 'Sensitive.' },
  publish: { type: 'bool', optional: true, computed: true, description: 'Wish.' },
  status: { type: 'string', computed: true, description: 'Reality.' },
};

const NOTHING: PlanEffects = {
  createsDraft: false,
  publishes: false,
  liveEdit: [],
  draftEdit: [],
  closes: false,
  abandons: false,
};

function schema(attributes: Readonly<Record<string, Attribute>>): Schema {
  return { version: 0, description: 'Test.', attributes };
}

export function failure(summary: string): Diagnostic {
  return {
    severity: 'error',
    code: 'test-failure',
    summary,
    detail: `${summary} of {address}.`,
    origin: 'api',
  };
}

/** One object of the pretended account. */
export interface Remote {
  readonly id: string;
  values: ObjectValue;
}

/**
 * The pretended account behind the test provider. `calls` is the ordered log that tests assert on; `onCall` may fail or
 * hold back a call.
 */
export class MemoryAccount {
  readonly objects = new Map<string, Remote>();
  readonly byKey = new Map<string, string>();
  readonly calls: string[] = [];
  onCall: (call: string) => Promise<void> | void = () => {};
  #next = 1;

  async call(text: string): Promise<void> {
    this.calls.push(text);
    await this.onCall(text);
  }

  /** Same key, same object: as the API promises. */
  make(key: string, values: ObjectValue): Remote {
    const known = this.objects.get(this.byKey.get(key) ?? '');
    if (known !== undefined) return known;
    const id = `job-${this.#next}`;
    this.#next += 1;
    const remote = { id, values };
    this.objects.set(id, remote);
    this.byKey.set(key, id);
    return remote;
  }
}

/** What a test throws from `onCall` to make the provider answer with an error. */
export class Refusal extends Error {}

function stateOf(remote: Remote): ObjectValue {
  return { ...remote.values, id: remote.id };
}

function filled(planned: ObjectValue): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(planned)) values[name] = isUnknown(value) ? null : value;
  return values;
}

function jobType(account: MemoryAccount): ResourceType {
  function planJob(request: PlanRequest) {
    const { prior, config } = request;
    if (config === null) {
      return {
        planned: null,
        plannedPrivate: null,
        requiresReplace: [],
        effects: { ...NOTHING, closes: true },
        diagnostics: [],
      };
    }
    const planned: Record<string, Value> = {};
    for (const [name, attribute] of Object.entries(JOB)) {
      const given = config[name] ?? null;
      planned[name] =
        given === null && attribute.computed ? (prior === null ? UNKNOWN : (prior[name] ?? null)) : given;
    }
    if (config.publish === null) planned.publish = true;
    const replaces = prior !== null && !valuesEqual(prior.kind, planned.kind);
    return {
      planned,
      plannedPrivate: request.priorPrivate ?? 'first',
      requiresReplace: replaces ? [['kind']] : [],
      effects: {
        ...NOTHING,
        createsDraft: prior === null,
        publishes: prior === null && planned.publish !== false,
      },
      diagnostics: [],
    };
  }

  async function create(request: ApplyRequest): Promise<ApplyResponse> {
    const planned = request.planned as ObjectValue;
    const open = await request.intents.findOpen({ address: request.address, contentHash: 'hash' });
    const intent = open ?? {
      address: request.address,
      idempotencyKey: `${request.lineage}/${request.address}/${account.calls.length}`,
      generation: 1,
      title: String(planned.title),
      contentHash: 'hash',
      body: JSON.stringify(filled(planned)),
      at: 1,
    };
    await request.intents.open(intent);
    await account.call(`create ${request.address}`);
    const status = planned.publish === false || planned.title === 'stays a draft' ? 'DRAFT' : 'OPEN';
    const remote = account.make(intent.idempotencyKey, {
      ...(JSON.parse(intent.body) as ObjectValue),
      status,
    });
    await account.call(`answer ${request.address}`);
    await request.intents.created(intent, remote.id);
    const values: ObjectValue = { ...filled(planned), status };
    remote.values = { ...values, title: values.title ?? 'untitled' };
    return { state: stateOf(remote), private: 'made', diagnostics: [] };
  }

  return {
    typeName: 'opentrain_job',
    schema: schema(JOB),
    validate: (config) => (config.title === 'forbidden' ? [failure('Forbidden Title')] : []),
    plan: async (_session, request) => planJob(request),
    async read(_session, request) {
      await account.call(`read ${String(request.state.id)}`);
      const remote = account.objects.get(String(request.state.id));
      return {
        state: remote === undefined ? null : stateOf(remote),
        private: request.private,
        diagnostics: [],
      };
    },
    async apply(_session, request) {
      const { prior, planned, address } = request;
      try {
        if (prior === null) return await create(request);
        const remote = account.objects.get(String(prior.id));
        if (planned === null) {
          await account.call(`close ${address}`);
          account.objects.delete(String(prior.id));
          return { state: null, private: null, diagnostics: [] };
        }
        await account.call(`update ${address}`);
        if (remote !== undefined) remote.values = filled(planned);
        return { state: { ...filled(planned), id: prior.id ?? null }, private: 'made', diagnostics: [] };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { state: prior, private: request.priorPrivate, diagnostics: [failure(error.message)] };
      }
    },
    async settle(_session, intent, intents) {
      const values = { ...(JSON.parse(intent.body) as ObjectValue), status: 'OPEN' };
      const remote = account.make(intent.idempotencyKey, values);
      await intents.created(intent, remote.id);
      return { state: stateOf(remote), private: 'settled', diagnostics: [] };
    },
    async importState(_session, id) {
      await account.call(`import ${id}`);
      const remote = account.objects.get(id);
      return { state: remote === undefined ? null : stateOf(remote), private: null, diagnostics: [] };
    },
    upgradeState: (_version, attributes) => attributes,
  };
}

const KEYS: Readonly<Record<string, Attribute>> = {
  of: { type: 'string', optional: true, description: 'Filter.' },
  update_keys: { type: { list: 'string' }, computed: true, description: 'Keys.' },
};

/** The engine's view of a provider, over the pretended account. */
export function memoryProvider(account: MemoryAccount): Provider {
  const job = jobType(account);
  const provider: Attribute = { type: 'string', optional: true, description: 'URL.' };
  return {
    schema: {
      provider: schema({ base_url: provider }),
      resources: { opentrain_job: job.schema },
      dataSources: { opentrain_capabilities: schema(KEYS) },
    },
    functions: {},
    ephemerals: {},
    resources: { opentrain_job: job },
    dataSources: {
      opentrain_capabilities: {
        typeName: 'opentrain_capabilities',
        schema: schema(KEYS),
        validate: () => [],
        async read(_session, config) {
          await account.call(`data ${String(config.of)}`);
          return { state: { of: config.of ?? null, update_keys: ['a', 'b'] }, diagnostics: [] };
        },
      },
    },
    validateConfig: () => [],
    configure: async (_config, _credentials, options) => ({
      session: new ProviderSession(accountApi() as never, options),
      diagnostics: [],
    }),
  };
}

/** The two account-wide questions that the engine itself asks. */
function accountApi() {
  return {
    me: async () => ({ accountId: 'a', claimed: true, scopes: [] }),
    myJobs: async function* () {
      yield { items: [], nextCursor: null };
    },
    dispose: async () => {},
  };
}
