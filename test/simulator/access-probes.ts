import type { DialectKey, Simulator } from '../../src/simulator/index.ts';
import { call } from './harness.ts';
import type { Probe } from './probe.ts';

const GRANT = 'urn:opentrain:agent-auth:grant-type:claim';

async function register(s: Simulator) {
  const answer = await call(s, 'POST', '/api/agent/identity', {}, { token: null });
  return {
    status: answer.status,
    claimToken: String(answer.body.claim_token),
    token: answer.body.access_token,
  };
}

function begin(s: Simulator, claimToken: string, email = 'owner@example.com') {
  return call(s, 'POST', '/api/agent/identity/claim', { claim_token: claimToken, email }, { token: null });
}

async function poll(s: Simulator, claimToken: string): Promise<string> {
  const text = new URLSearchParams({ grant_type: GRANT, claim_token: claimToken }).toString();
  return (await call(s, 'POST', '/api/agent/oauth/token', undefined, { text, token: null })).body.error;
}

async function limited(s: Simulator) {
  s.settings.rateLimit = { requestsPerSecond: 1, burst: 1 };
  await call(s, 'GET', '/auth/me');
  return call(s, 'GET', '/auth/me');
}

/** One probe for each switch about identity, gates, limits and headers. */
export const ACCESS_PROBES = {
  meClaimed: {
    observe: async (s) => (await call(s, 'GET', '/auth/me')).body.account.claimed,
    expected: [
      ['absent', undefined],
      ['present', true],
    ],
  },
  gateOrder: {
    observe: async (s) => {
      const { token } = s.registerAccount({
        scopes: ['jobs:read'],
        featuresOff: ['public_api_job_publishing'],
      });
      const { body } = await call(s, 'POST', '/jobs/x/close', undefined, { token });
      return Object.keys(body.details)[0];
    },
    expected: [
      ['scope-claim-feature', 'requiredScopes'],
      ['feature-scope-claim', 'featureKey'],
    ],
  },
  retryAfter: {
    observe: async (s) => (await limited(s)).headers.get('retry-after'),
    expected: [
      ['none', null],
      ['seconds', '1'],
      ['date', 'Mon, 05 Jan 2026 09:00:01 GMT'],
    ],
  },
  rateLimitHeaders: {
    observe: async (s) => {
      const { headers } = await limited(s);
      return [headers.get('x-ratelimit-remaining'), headers.get('ratelimit-reset')];
    },
    expected: [
      ['none', [null, null]],
      ['x-ratelimit', ['0', null]],
      ['ratelimit', [null, '1']],
    ],
  },
  requestIdHeader: {
    observe: async (s) => {
      const { headers, body } = await call(s, 'GET', '/nothing');
      return headers.get('x-request-id') === body.requestId;
    },
    expected: [
      ['absent', false],
      ['present', true],
    ],
  },
  wwwAuthenticate: {
    observe: async (s) => {
      const { headers } = await call(s, 'GET', '/auth/me', undefined, { token: null });
      return headers.get('www-authenticate')?.split('=')[0] ?? null;
    },
    expected: [
      ['absent', null],
      ['present', 'Bearer resource_metadata'],
    ],
  },
  bodyTooLarge: {
    observe: async (s) => {
      s.settings.maxBodyBytes = 10;
      return (await call(s, 'POST', '/job-drafts', { rawJobDescription: 'A job.' })).status;
    },
    expected: [
      [413, 413],
      [400, 400],
    ],
  },
  tokenCap: {
    observe: async (s) => {
      for (let i = 1; i < 25; i += 1) await call(s, 'POST', '/tokens', {});
      return (await call(s, 'POST', '/tokens', {})).status;
    },
    expected: [
      ['conflict', 409],
      ['bad-request', 400],
    ],
  },
  tokenDeleteRepeat: {
    observe: async (s) => {
      const { id } = (await call(s, 'POST', '/tokens', {})).body.metadata;
      await call(s, 'DELETE', `/tokens/${id}`);
      return (await call(s, 'DELETE', `/tokens/${id}`)).status;
    },
    expected: [
      ['ok', 200],
      ['not-found', 404],
    ],
  },
  registerStatus: {
    observe: async (s) => (await register(s)).status,
    expected: [
      [201, 201],
      [200, 200],
    ],
  },
  unclaimedExpiry: {
    observe: async (s) => {
      const { token } = await register(s);
      s.clock.advance(24 * 3_600_000);
      return (await call(s, 'GET', '/auth/me', undefined, { token })).status;
    },
    expected: [
      ['tokens-live', 200],
      ['tokens-die', 401],
    ],
  },
  emailRegistered: {
    observe: async (s) => {
      s.registerAccount({ email: 'taken@example.com' });
      const { claimToken } = await register(s);
      const { body } = await begin(s, claimToken, 'taken@example.com');
      return [body.error, body.error_description === 'email_already_registered'];
    },
    expected: [
      ['error', ['email_already_registered', false]],
      ['description', ['invalid_request', true]],
    ],
  },
  claimRestartEmail: {
    observe: async (s) => {
      const { claimToken } = await register(s);
      await begin(s, claimToken);
      return (await begin(s, claimToken, 'second@example.com')).status;
    },
    expected: [
      ['may-change', 200],
      ['fixed', 400],
    ],
  },
  pollBeforeStart: {
    observe: async (s) => poll(s, (await register(s)).claimToken),
    expected: [
      ['authorization_pending', 'authorization_pending'],
      ['invalid_grant', 'invalid_grant'],
    ],
  },
  pollAfterAttempt: {
    observe: async (s) => {
      const { claimToken } = await register(s);
      await begin(s, claimToken);
      s.clock.advance(1_800_000);
      return poll(s, claimToken);
    },
    expected: [
      ['authorization_pending', 'authorization_pending'],
      ['expired_token', 'expired_token'],
      ['invalid_grant', 'invalid_grant'],
    ],
  },
  pollAfterDecline: {
    observe: async (s) => {
      const { claimToken } = await register(s);
      const { body } = await begin(s, claimToken);
      const catToken = new URL(body.verification_uri).searchParams.get('token');
      await call(s, 'POST', '/__simulator/claims/decline', { catToken });
      return poll(s, claimToken);
    },
    expected: [
      ['authorization_pending', 'authorization_pending'],
      ['access_denied', 'access_denied'],
    ],
  },
  slowDown: {
    observe: async (s) => {
      const { claimToken } = await register(s);
      await begin(s, claimToken);
      await poll(s, claimToken);
      await poll(s, claimToken);
      s.clock.advance(5000);
      return poll(s, claimToken);
    },
    expected: [
      ['same-interval', 'authorization_pending'],
      ['plus-five-seconds', 'slow_down'],
    ],
  },
  specDrift: {
    observe: async (s) => {
      const response = await fetch(`${s.url}/api/public/v1/openapi.json`);
      const text = await response.text();
      if (text.startsWith('<')) return 'a page';
      const changed = JSON.parse(text);
      if (response.status !== 200) return response.status;
      s.dialect = { specDrift: 'none' };
      const own = await (await fetch(`${s.url}/api/public/v1/openapi.json`)).json();
      return differences(own, changed);
    },
    expected: [
      ['none', []],
      ['new-update-key', ['+ components.schemas.JobUpdate.properties.urgency']],
      ['removed-update-key', ['- components.schemas.JobUpdate.properties.headcount']],
      [
        'retyped-update-key',
        [
          '+ components.schemas.JobUpdate.properties.pricePerHour.pattern',
          '- components.schemas.JobUpdate.properties.pricePerHour.description',
          '- components.schemas.JobUpdate.properties.pricePerHour.minimum',
          '~ components.schemas.JobUpdate.properties.pricePerHour.type',
        ],
      ],
      ['new-enum-value', ['~ components.schemas.JobUpdate.properties.paymentType.enum']],
      ['removed-enum-value', ['~ components.schemas.JobUpdate.properties.experienceLevel.enum']],
      ['new-endpoint', ['+ paths./api/public/v1/jobs/{jobId}/reopen']],
      ['removed-endpoint', ['- paths./api/public/v1/jobs/{jobId}/close']],
      [
        'new-required-field',
        [
          '+ components.schemas.CreateDraft.properties.projectId',
          '+ components.schemas.CreateDraft.required',
        ],
      ],
      [
        'changed-status',
        [
          '+ paths./api/public/v1/jobs/{jobId}/publish.post.responses.202',
          '- paths./api/public/v1/jobs/{jobId}/publish.post.responses.200',
        ],
      ],
      [
        'removed-answer-key',
        [
          '- components.schemas.MyJobs.properties.jobs.items.properties.id',
          '~ components.schemas.MyJobs.properties.jobs.items.required',
        ],
      ],
      ['version-3.0', ['~ openapi']],
      [
        'reference-cycle',
        [
          '+ components.schemas.JobUpdate.$ref',
          '- components.schemas.JobUpdate.additionalProperties',
          '- components.schemas.JobUpdate.minProperties',
          '- components.schemas.JobUpdate.properties',
          '- components.schemas.JobUpdate.type',
        ],
      ],
      ['not-served', 404],
      ['web-page', 'a page'],
    ],
  },
} satisfies Partial<{ [K in DialectKey]: Probe<K> }>;

/** Keys that were added (+), taken away (-) or given another value (~); lists count as values. */
function differences(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .flatMap((key) => {
        const here = [...path, key];
        if (!(key in before)) return [`+ ${here.join('.')}`];
        return key in after ? differences(before[key], after[key], here) : [`- ${here.join('.')}`];
      })
      .sort();
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [`~ ${path.join('.')}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
