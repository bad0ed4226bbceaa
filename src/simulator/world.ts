import type { Clock } from './clock.ts';
import type { Dialect } from './dialects.ts';
import type { IdSource } from './identifiers.ts';
import type { MetaRecord } from './store/model.ts';
import type { Store } from './store/store.ts';

/** Requests a second that one account may make; null is no limit, which is the default. */
export interface RateLimit {
  readonly requestsPerSecond: number;
  /** Requests that may come at once; default: one second's worth. */
  readonly burst?: number;
}

/** What can be changed while the simulator runs, beside clock and dialect. */
export interface Settings {
  /** Publishes in 24 hours; null: 20 claimed, 3 unclaimed, as documented. */
  publishQuota: number | null;
  /** Phrases that moderation refuses, matched without regard to case. */
  moderation: readonly string[];
  rateLimit: RateLimit | null;
  /** Tokenless reads a minute and address; null is no limit. */
  publicReadsPerMinute: number | null;
  /** Bytes of a request body. The real limit is not documented [U]. */
  maxBodyBytes: number;
  /** False: `POST /api/agent/identity` answers 403 `anonymous_not_enabled`. */
  anonymousRegistration: boolean;
}

/** Everything a handler may look at. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly settings: Settings;
  dialect: Dialect;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  origin: string;
}

/** Epoch milliseconds of this write: the clock's, but later than every write before, as timestamps of a log are. */
export function tick(world: World): number {
  const meta = metaOf(world);
  const time = Math.max(world.clock.now(), meta.lastTime + 1);
  meta.lastTime = time;
  world.store.put('meta', meta);
  return time;
}

/** Notes how many ids were drawn; runs before every commit, since an id must never be given out twice. */
export function recordDrawn(world: World): void {
  const meta = metaOf(world);
  if (meta.drawn === world.ids.drawn) return;
  meta.drawn = world.ids.drawn;
  world.store.put('meta', meta);
}

/** Notes the port that the simulator listens on, for its next run. */
export function keepPort(world: World, port: number): void {
  const meta = metaOf(world);
  if (meta.port === port) return;
  meta.port = port;
  world.store.put('meta', meta);
}

/** Next position in creation order. */
export function nextSeq(world: World): number {
  const meta = metaOf(world);
  meta.seq += 1;
  world.store.put('meta', meta);
  return meta.seq;
}

export function metaOf(world: World): MetaRecord {
  const meta = world.store.tables.meta.get('meta');
  if (meta !== undefined) return meta;
  const fresh: MetaRecord = {
    id: 'meta',
    seed: world.ids.seed,
    drawn: world.ids.drawn,
    seq: 0,
    lastTime: 0,
    defaultTokenId: null,
  };
  world.store.put('meta', fresh);
  return fresh;
}

/** ISO 8601 UTC with milliseconds, the form of every documented sample. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
