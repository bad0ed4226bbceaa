import { OpentrainError } from '../../../api/index.ts';
import type { DoctorClient } from '../doctor-client.ts';
import type { Check } from './check.ts';
import { checkClock } from './clock-check.ts';

/** Asks whose token it is (`GET /auth/me`), which also tells whether the server can be reached and what time it has. */
export async function checkServer(client: DoctorClient): Promise<readonly Check[]> {
  if (!client.hasToken) {
    return [{ outcome: 'info', name: 'server', message: 'not asked, for want of a token' }];
  }
  const asked = Date.now();
  try {
    const account = await client.api.me();
    const claim = account.claimed === null ? '' : account.claimed ? ', claimed' : ', not claimed yet';
    const whose = account.accountId === null ? 'an account it does not name' : `account ${account.accountId}`;
    return [
      {
        outcome: 'ok',
        name: 'server',
        message: `takes the token, for ${whose}${claim}: ${account.scopes.join(', ') || 'no scopes'}`,
      },
      ...scopeChecks(account.scopes),
      checkClock(asked, Date.now(), account.serverTime ?? null),
    ];
  } catch (error) {
    if (!(error instanceof OpentrainError)) throw error;
    return [{ outcome: 'fail', name: 'server', message: error.facts.summary, remedy: error.facts.detail }];
  }
}

/** A write scope covers the read scope of the same resource [D scopes]. */
function scopeChecks(scopes: readonly string[]): readonly Check[] {
  if (scopes.length === 0 || scopes.includes('jobs:write')) return [];
  const can = scopes.includes('jobs:read')
    ? 'otform can plan with it, and not apply.'
    : 'otform cannot even plan with it.';
  return [{ outcome: 'warn', name: 'scopes', message: 'the token lacks jobs:write', remedy: can }];
}
