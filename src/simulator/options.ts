import type { ClockKind } from './clock.ts';
import type { Dialect } from './dialects.ts';
import type { RateLimit } from './world.ts';

/** How a simulator is started. Every option has a default that suits a test. */
export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port?: number;
  /** `127.0.0.1` (default) or `::1`; anything else is refused. */
  readonly host?: string;
  /** Folder that keeps the store; created if absent. Without one everything is gone on `stop`. */
  readonly dataDir?: string;
  /** Publishes in 24 hours for every account; default as documented: 20 claimed, 3 unclaimed. */
  readonly publishQuota?: number;
  /** Whether the ready account has been claimed by a human. Default true. */
  readonly claimed?: boolean;
  /** `virtual`: frozen, moves only when told to. Default `real`. */
  readonly clock?: ClockKind;
  /** Epoch milliseconds at which the clock starts. */
  readonly startTime?: number;
  readonly dialect?: Partial<Dialect>;
  /** Phrases that moderation refuses, instead of the default ones. */
  readonly moderation?: readonly string[];
  /** Token of the ready account; default: a made-up one. */
  readonly token?: string;
  /** Seed of ids and tokens, for runs that print the same text each time. Default: random. */
  readonly seed?: string;
  readonly rateLimit?: RateLimit | null;
  /** Tokenless reads a minute and address; default 120 [D jobs/search], null for none. */
  readonly publicReadsPerMinute?: number | null;
  /** Default 1 MiB [U]. */
  readonly maxBodyBytes?: number;
  /** Default true. */
  readonly anonymousRegistration?: boolean;
  /** Requests kept in the log; default 20,000. */
  readonly logLimit?: number;
}
