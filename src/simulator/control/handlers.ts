import type { JobStatus, ProposalStatus } from '../../contract/index.ts';
import { type AccountOptions, createAccount, revoke } from '../auth/accounts.ts';
import { confirmClaim, declineClaim } from '../claim/machine.ts';
import { defaultDialect, describeDialects, withDialect } from '../dialects.ts';
import type { FaultSpec } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { notFound } from '../http/errors.ts';
import type { LogFilter, RequestLog } from '../http/request-log.ts';
import type { Handler, Reply, Route, SimRequest } from '../http/route.ts';
import type { Human, HumanClaim } from '../human.ts';
import type { NewProposal } from '../proposals/arrival.ts';
import type { Store } from '../store/store.ts';
import { isoTime, type Settings, type World } from '../world.ts';

/** What the controls act on beside the world. */
export interface ControlParts {
  readonly faults: FaultList;
  readonly log: RequestLog;
  readonly human: Human;
  readonly reset: () => void;
  readonly dump: (store: Store) => unknown;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * The simulator's controls over HTTP, for tests in other processes. JSON in, JSON out; no token. They answer loopback
 * hosts and pages only, are not in the request log, and no fault hits them. A bad value is a 400 `{error}`.
 *
 * | Call under `/__simulator` | Body | Answer |
 * |---|---|---|
 * | GET `` | | `{url, now, jobs, requests, dialect, settings}` |
 * | GET `/clock`, POST `/clock` | `{advance: ms}` or `{set: ms or ISO time}` | `{now, iso}` |
 * | GET `/dialect`, PATCH, DELETE | switches to change; DELETE: all defaults | the dialect in force |
 * | GET `/dialects` | | the table of switches: key, values, mark, doc |
 * | GET `/faults`, POST, DELETE | a `FaultSpec` | `{faults}` / `{id}` |
 * | DELETE `/faults/:id` | | `{faults}` |
 * | GET `/log?method=&path=&status=&after=`, DELETE | | `{total, entries}` |
 * | GET `/dump` | | every record, tokens masked |
 * | POST `/reset` | `{}` | all but the ready account is gone, faults and log too |
 * | PATCH `/settings` | any of `publishQuota, moderation, rateLimit, publicReadsPerMinute, maxBodyBytes, anonymousRegistration` | the settings |
 * | POST `/accounts` | `AccountOptions` | `{token, accountId}` |
 * | POST `/tokens/revoke` | `{token}` | `{}` |
 * | PATCH `/jobs/:id` | fields; null unsets | the job record |
 * | POST `/jobs/:id/close`; POST `/jobs/:id/status` | ; `{status}` | the job record |
 * | DELETE `/jobs/:id` | | `{}` |
 * | POST `/jobs/:id/proposals` | `NewProposal` | `{proposalId}` |
 * | POST `/proposals/:id/status` | `{status}` | `{}` |
 * | POST `/claims` | `{accountId or claimToken, email?}` | `{}`: the whole ceremony in one step |
 * | POST `/claims/confirm` | `{catToken, email, code}` | `{outcome, ...}` |
 * | POST `/claims/decline` | `{catToken}` | `{declined}` |
 */
export function controlRoutes(parts: ControlParts): readonly Route[] {
  const { faults, log, human } = parts;
  const jobRecord = (world: World, request: SimRequest): Reply => {
    const id = request.params.id ?? '';
    return { status: 200, body: world.store.tables.jobs.get(id) ?? {} };
  };
  /** Runs a person's action; its unknown ids become 404s. */
  const person = (
    act: (request: SimRequest) => unknown,
    answer: Handler = () => ({ status: 200, body: {} }),
  ): Handler => {
    return (world, request) => {
      const id = request.params.id;
      if (id !== undefined && !world.store.tables.jobs.has(id) && !world.store.tables.proposals.has(id)) {
        throw notFound(`No record ${id}.`);
      }
      const result = act(request);
      return result === undefined ? answer(world, request) : { status: 200, body: result };
    };
  };
  const clock: Handler = (world) => ({
    status: 200,
    body: { now: world.clock.now(), iso: isoTime(world.clock.now()) },
  });

  return [
    route('GET', '', (world) => ({
      status: 200,
      body: {
        url: world.origin,
        now: world.clock.now(),
        jobs: world.store.tables.jobs.size,
        requests: log.total,
        dialect: world.dialect,
        settings: world.settings,
      },
    })),
    route('GET', '/clock', clock),
    route('POST', '/clock', (world, request) => {
      const { advance, set } = bodyOf(request);
      if (advance !== undefined) world.clock.advance(Number(advance));
      if (set !== undefined) world.clock.set(typeof set === 'string' ? Date.parse(set) : Number(set));
      return clock(world, request);
    }),
    route('GET', '/dialect', (world) => ({ status: 200, body: world.dialect })),
    route('PATCH', '/dialect', (world, request) => {
      world.dialect = withDialect(world.dialect, bodyOf(request));
      return { status: 200, body: world.dialect };
    }),
    route('DELETE', '/dialect', (world) => {
      world.dialect = defaultDialect();
      return { status: 200, body: world.dialect };
    }),
    route('GET', '/dialects', () => ({ status: 200, body: { switches: describeDialects() } })),
    route('GET', '/faults', () => ({ status: 200, body: { faults: faults.list() } })),
    route('POST', '/faults', (_world, request) => ({
      status: 201,
      body: { id: faults.add(bodyOf(request) as unknown as FaultSpec) },
    })),
    route('DELETE', '/faults', () => clearFaults(faults)),
    route('DELETE', '/faults/:id', (_world, request) => clearFaults(faults, request.params.id)),
    route('GET', '/log', (_world, request) => ({
      status: 200,
      body: { total: log.total, entries: log.entries(logFilter(request)) },
    })),
    route('DELETE', '/log', () => {
      log.clear();
      return { status: 200, body: {} };
    }),
    route('GET', '/dump', (world) => ({ status: 200, body: parts.dump(world.store) })),
    route('POST', '/reset', () => {
      parts.reset();
      return { status: 200, body: {} };
    }),
    route('PATCH', '/settings', (world, request) => {
      changeSettings(world.settings, bodyOf(request));
      return { status: 200, body: world.settings };
    }),
    route('POST', '/accounts', (world, request) => {
      const { account, token } = createAccount(world, bodyOf(request) as AccountOptions);
      return { status: 201, body: { token: token.token, accountId: account.id } };
    }),
    route('POST', '/tokens/revoke', (world, request) => {
      const token = world.store.tokenBySecret(String(bodyOf(request).token));
      if (token === undefined) throw notFound('No such token.');
      revoke(world, token);
      return { status: 200, body: {} };
    }),
    route(
      'PATCH',
      '/jobs/:id',
      person((request) => human.editDraft(idOf(request), bodyOf(request)), jobRecord),
    ),
    route(
      'POST',
      '/jobs/:id/close',
      person((request) => human.closeJob(idOf(request)), jobRecord),
    ),
    route(
      'POST',
      '/jobs/:id/status',
      person((request) => human.setStatus(idOf(request), bodyOf(request).status as JobStatus), jobRecord),
    ),
    route(
      'DELETE',
      '/jobs/:id',
      person((request) => human.deleteJob(idOf(request))),
    ),
    route(
      'POST',
      '/jobs/:id/proposals',
      person((request) => ({ proposalId: human.addProposal(idOf(request), bodyOf(request) as NewProposal) })),
    ),
    route(
      'POST',
      '/proposals/:id/status',
      person((request) => human.setProposalStatus(idOf(request), bodyOf(request).status as ProposalStatus)),
    ),
    route(
      'POST',
      '/claims',
      person((request) => human.claim(bodyOf(request) as HumanClaim)),
    ),
    route('POST', '/claims/confirm', (world, request) => {
      const { catToken, email, code } = bodyOf(request);
      return { status: 200, body: confirmClaim(world, String(catToken), String(email), String(code)) };
    }),
    route('POST', '/claims/decline', (world, request) => ({
      status: 200,
      body: { declined: declineClaim(world, String(bodyOf(request).catToken)) },
    })),
  ];
}

function route(method: string, path: string, handler: Handler): Route {
  return { method, pattern: `/__simulator${path}`, access: { kind: 'public' }, handler };
}

function idOf(request: SimRequest): string {
  return request.params.id ?? '';
}

/** The control's JSON object; an absent body counts as an empty one. */
function bodyOf(request: SimRequest): Body {
  if (request.bodyText.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(request.bodyText);
  } catch (error) {
    throw new RangeError('Controls take a JSON object.', { cause: error });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new RangeError('Controls take a JSON object.');
  }
  return value as Body;
}

function clearFaults(faults: FaultList, id?: string): Reply {
  faults.clear(id);
  return { status: 200, body: { faults: faults.list() } };
}

function logFilter(request: SimRequest): LogFilter {
  const { query } = request;
  const text = (key: string) => {
    const value = query.get(key);
    return value === null ? {} : { [key]: value };
  };
  const number = (key: string) => {
    const value = query.get(key);
    return value === null ? {} : { [key]: Number(value) };
  };
  return {
    ...text('method'),
    ...text('path'),
    ...text('accountId'),
    ...number('status'),
    ...number('after'),
  };
}

const SETTING_CHECKS: { readonly [K in keyof Settings]: (value: unknown) => boolean } = {
  publishQuota: (value) => value === null || (Number.isInteger(value) && (value as number) >= 0),
  moderation: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  rateLimit: (value) => value === null || Number((value as Body)?.requestsPerSecond) > 0,
  publicReadsPerMinute: (value) => value === null || Number(value) > 0,
  maxBodyBytes: (value) => Number(value) > 0,
  anonymousRegistration: (value) => typeof value === 'boolean',
};

function changeSettings(settings: Settings, changes: Body): void {
  for (const [key, value] of Object.entries(changes)) {
    if (!Object.hasOwn(SETTING_CHECKS, key)) throw new RangeError(`Unknown setting ${JSON.stringify(key)}`);
    if (!SETTING_CHECKS[key as keyof Settings](value)) {
      throw new RangeError(`Setting ${key}: got ${JSON.stringify(value)}`);
    }
  }
  Object.assign(settings, changes);
}
