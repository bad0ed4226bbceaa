import {
  PUBLISH_WINDOW_HOURS,
  PUBLISHES_PER_DAY_CLAIMED,
  PUBLISHES_PER_DAY_UNCLAIMED,
} from '../../contract/index.ts';
import { ApiError } from '../http/errors.ts';
import { retryAfterHeader } from '../http/rate-limit.ts';
import type { AccountRecord } from '../store/model.ts';
import type { World } from '../world.ts';

const WINDOW_MS = PUBLISH_WINDOW_HOURS * 3_600_000;

/** Publishes an account may make in the window [D jobs/publish], unless the simulator was told another number. */
export function publishLimit(world: World, account: AccountRecord): number {
  return (
    account.publishQuota ??
    world.settings.publishQuota ??
    (account.claimed ? PUBLISHES_PER_DAY_CLAIMED : PUBLISHES_PER_DAY_UNCLAIMED)
  );
}

/** Publishes that count at this moment: the last 24 hours, or since UTC midnight [I]. */
export function publishesUsed(world: World, account: AccountRecord): number {
  const list = world.store.publishesOf(account.id);
  const start = windowStart(world);
  let used = 0;
  for (let i = list.length - 1; i >= 0 && (list[i]?.at ?? 0) > start; i -= 1) used += 1;
  return used;
}

/** Raises 429 with `{limit, windowHours}` when the account has no publish left [D jobs/publish]. */
export function checkPublishQuota(world: World, account: AccountRecord): void {
  const limit = publishLimit(world, account);
  const list = world.store.publishesOf(account.id);
  // Only the newest `limit` matter, so a long history costs nothing.
  const oldest = limit > 0 ? list[list.length - limit] : undefined;
  if (limit > 0 && (oldest === undefined || oldest.at <= windowStart(world))) return;
  const free = (oldest?.at ?? world.clock.now()) + WINDOW_MS;
  const wait = Math.max(1, Math.ceil((free - world.clock.now()) / 1000));
  throw new ApiError(
    429,
    'RATE_LIMITED',
    `Daily publish limit reached (${limit} per ${PUBLISH_WINDOW_HOURS} hours).`,
    { limit, windowHours: PUBLISH_WINDOW_HOURS },
    retryAfterHeader(world, wait),
  );
}

/** Uses up one publish of the account. */
export function countPublish(world: World, account: AccountRecord): void {
  world.store.put('publishes', { id: world.ids.id(), accountId: account.id, at: world.clock.now() });
}

function windowStart(world: World): number {
  const now = world.clock.now();
  if (world.dialect.quotaWindow === 'rolling') return now - WINDOW_MS;
  return Math.floor(now / 86_400_000) * 86_400_000 - 1;
}
