import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AccountOptions, createAccount, revoke } from './auth/accounts.ts';
import { type Clock, createClock, VIRTUAL_START } from './clock.ts';
import { controlRoutes } from './control/handlers.ts';
import { type Dialect, defaultDialect, withDialect } from './dialects.ts';
import { FaultList } from './faults/fault-list.ts';
import { Listener } from './http/listener.ts';
import { LISTEN_HOSTS } from './http/loopback.ts';
import { RequestLog } from './http/request-log.ts';
import { createHuman, type Human } from './human.ts';
import { createIdSource } from './identifiers.ts';
import { DEFAULT_BLOCKED_PHRASES } from './jobs/moderation.ts';
import { maskSecrets } from './masking.ts';
import type { SimulatorOptions } from './options.ts';
import { Site } from './pages/site.ts';
import { API_ROUTES } from './routes.ts';
import { DataFolder } from './store/data-folder.ts';
import { COLLECTION_NAMES, type CollectionName, type Collections, type MetaRecord } from './store/model.ts';
import { Store } from './store/store.ts';
import { keepPort, metaOf, recordDrawn, type Settings, type World } from './world.ts';

const DEFAULT_LOG_LIMIT = 20_000;
const DEFAULT_MAX_BODY = 1_048_576;

/** The whole store as plain JSON: arrays of records by collection. */
export type StoreDump = { readonly [K in CollectionName]: readonly Collections[K][] };

/**
 * A local OpenTrain on loopback: the documented API, and for every contradicted or unknown point a dialect switch.
 *
 * Ready when `start` resolves; `stop` ends it and leaves no timer or socket behind.
 *
 * Known to differ from the real service, beyond the dialects: text is parsed by rules and not by a model; moderation
 * is a list of phrases; e-mails are not sent; there are no payments, messages, teams or webhooks.
 */
export class Simulator {
  readonly url: string;
  readonly port: number;
  /** Bearer token of the ready account. */
  readonly token: string;
  /** Id of the ready account. */
  readonly accountId: string;
  readonly log: RequestLog;
  readonly faults: FaultList;
  readonly human: Human;
  readonly clock: Clock;
  readonly #world: World;
  readonly #listener: Listener;
  readonly #folder: DataFolder | null;
  readonly #reset: () => void;
  readonly #commit: () => void;

  private constructor(parts: {
    world: World;
    listener: Listener;
    log: RequestLog;
    faults: FaultList;
    human: Human;
    reset: () => void;
    commit: () => void;
    folder: DataFolder | null;
    port: number;
    token: { token: string; accountId: string };
  }) {
    this.#world = parts.world;
    this.#listener = parts.listener;
    this.#folder = parts.folder;
    this.url = parts.world.origin;
    this.port = parts.port;
    this.token = parts.token.token;
    this.accountId = parts.token.accountId;
    this.log = parts.log;
    this.faults = parts.faults;
    this.clock = parts.world.clock;
    this.human = parts.human;
    this.#reset = parts.reset;
    this.#commit = parts.commit;
  }

  /** Starts a simulator. Raises `RangeError` for a host off loopback or a bad dialect, `Error` for
   * a data folder that is broken or in use, and the listen error of node. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const host = options.host ?? LISTEN_HOSTS[0];
    if (!(LISTEN_HOSTS as readonly string[]).includes(host)) {
      throw new RangeError(
        `Simulator host: expected ${LISTEN_HOSTS.join(' or ')}, got ${JSON.stringify(host)}`,
      );
    }
    const store = new Store();
    const folder = options.dataDir === undefined ? null : new DataFolder(options.dataDir);
    try {
      folder?.load(store);
      return await Simulator.#open(options, host, store, folder);
    } catch (error) {
      folder?.close();
      throw error;
    }
  }

  static async #open(
    options: SimulatorOptions,
    host: string,
    store: Store,
    folder: DataFolder | null,
  ): Promise<Simulator> {
    const saved = store.tables.meta.get('meta');
    const world: World = {
      store,
      clock: createClock(options.clock ?? 'real', options.startTime ?? resumeTime(options, saved)),
      ids: createIdSource(saved?.seed ?? options.seed, saved?.drawn ?? 0),
      settings: settingsOf(options),
      dialect: withDialect(defaultDialect(), options.dialect ?? {}),
      origin: '',
    };
    const commit = () => {
      recordDrawn(world);
      const changes = store.takeChanges();
      folder?.append(store, changes);
    };
    const token = readyToken(world, options);
    commit();
    const log = new RequestLog(options.logLimit ?? DEFAULT_LOG_LIMIT);
    const faults = new FaultList();
    const human = createHuman(world, commit);
    const reset = () => {
      keepOnly(world, token);
      world.dialect = withDialect(defaultDialect(), options.dialect ?? {});
      Object.assign(world.settings, settingsOf(options));
      faults.clear();
      log.clear();
      listener.limiter.clear();
      listener.pages.clear();
      folder?.compact(store);
    };
    const controls = controlRoutes({ faults, log, human, reset, dump: dumpStore });
    const listener = new Listener({
      world,
      routes: API_ROUTES,
      controlRoutes: controls,
      site: new Site({ world, faults, log, human, commit }),
      faults,
      log,
      commit,
    });
    await listenOn(listener.server, host, options.port ?? 0, saved?.port);
    const { port } = listener.server.address() as AddressInfo;
    keepPort(world, port);
    commit();
    world.origin = `http://${host === '::1' ? '[::1]' : host}:${port}`;
    return new Simulator({ world, listener, log, faults, human, reset, commit, folder, port, token });
  }

  /** Closes every connection, writes the store if it has a folder, and frees the port. */
  async stop(): Promise<void> {
    const { server } = this.#listener;
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    this.#folder?.compact(this.#world.store);
    this.#folder?.close();
  }

  /** The dialect in force. Assign a whole or partial one to switch; the next request sees it. */
  get dialect(): Readonly<Dialect> {
    return this.#world.dialect;
  }

  set dialect(changes: Partial<Dialect>) {
    this.#world.dialect = withDialect(this.#world.dialect, changes);
  }

  /** Limits and moderation; fields may be assigned. */
  get settings(): Settings {
    return this.#world.settings;
  }

  /** A further account with one token. */
  registerAccount(options: AccountOptions = {}): { token: string; accountId: string } {
    const { token, account } = createAccount(this.#world, options);
    this.#commit();
    return { token: token.token, accountId: account.id };
  }

  /** Revokes a token (its text) at once. Raises `RangeError` for an unknown one. */
  revokeToken(token: string): void {
    const record = this.#world.store.tokenBySecret(token);
    if (record === undefined) throw new RangeError('No such token');
    revoke(this.#world, record);
    this.#commit();
  }

  /** Back to the moment after start: jobs, other accounts, faults, log and changed dialect or settings are gone. */
  reset(): void {
    this.#reset();
  }

  /** Everything stored, as copies; tokens are masked. */
  dump(): StoreDump {
    return dumpStore(this.#world.store);
  }
}

/**
 * Listens on the port asked for. Any free port (0) prefers the one of the last run with this data, so that job URLs
 * stay what they were; if another process has it by now, a new one is as good as the first was.
 */
async function listenOn(
  server: Server,
  host: string,
  port: number,
  before: number | undefined,
): Promise<void> {
  if (port === 0 && before !== undefined) {
    try {
      server.listen(before, host);
      await once(server, 'listening');
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  server.listen(port, host);
  await once(server, 'listening');
}

/** The store as plain JSON without tokens. */
export function dumpStore(store: Store): StoreDump {
  const data = Object.fromEntries(COLLECTION_NAMES.map((name) => [name, [...store.tables[name].values()]]));
  return maskSecrets(structuredClone(data)) as unknown as StoreDump;
}

function settingsOf(options: SimulatorOptions): Settings {
  return {
    publishQuota: options.publishQuota ?? null,
    moderation: options.moderation ?? DEFAULT_BLOCKED_PHRASES,
    rateLimit: options.rateLimit ?? null,
    publicReadsPerMinute: options.publicReadsPerMinute === undefined ? 120 : options.publicReadsPerMinute,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY,
    anonymousRegistration: options.anonymousRegistration ?? true,
  };
}

/** A frozen clock goes on from the newest stored time: quotas and claims would else lie in its future. */
function resumeTime(options: SimulatorOptions, saved: MetaRecord | undefined): number | undefined {
  if (options.clock !== 'virtual' || saved === undefined) return undefined;
  return Math.max(VIRTUAL_START, saved.lastTime);
}

/** Empties the store but for one token and its account; counters go on, so that no id comes back. */
function keepOnly(world: World, token: { token: string; accountId: string }): void {
  const { store } = world;
  const meta = metaOf(world);
  const record = store.tokenBySecret(token.token);
  const account = store.tables.accounts.get(token.accountId);
  store.clear();
  store.put('meta', meta);
  if (account !== undefined) store.put('accounts', account);
  if (record !== undefined) store.put('tokens', { ...record, revokedAt: null });
}

/** The stored token of an earlier run, unless another one is asked for; else a new account. */
function readyToken(world: World, options: SimulatorOptions): { token: string; accountId: string } {
  const meta = metaOf(world);
  const asked = options.token === undefined ? undefined : world.store.tokenBySecret(options.token);
  const saved =
    options.token === undefined ? world.store.tables.tokens.get(meta.defaultTokenId ?? '') : undefined;
  const known = asked ?? saved;
  if (known !== undefined && known.revokedAt === null) return known;
  const { token } = createAccount(world, {
    ...(options.claimed === undefined ? {} : { claimed: options.claimed }),
    ...(options.token === undefined ? {} : { token: options.token }),
  });
  meta.defaultTokenId = token.id;
  world.store.put('meta', meta);
  return token;
}
