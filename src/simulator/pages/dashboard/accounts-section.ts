import { tokenStatus } from '../../auth/gates.ts';
import { attemptByToken } from '../../claim/machine.ts';
import { publishesUsed, publishLimit } from '../../jobs/quota.ts';
import type { AccountRecord, RegistrationRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import { timeLeft } from '../times.ts';

const SHOWN = 50;

/** Accounts with their tokens and limits, and where each claim stands. Newest first. */
export function accountsSection(world: World): Html {
  const accounts = [...world.store.tables.accounts.values()].reverse();
  const registrations = new Map(
    [...world.store.tables.registrations.values()].map((entry) => [entry.accountId, entry]),
  );
  return html`<section class="card" aria-labelledby="accounts"><h2 id="accounts">Accounts and claims</h2>
<p>No mail is sent here: “Open claim page” leads where the link in the mail would. The code is with the agent.</p>
<div class="scroll" role="region" aria-labelledby="accounts" tabindex="0"><table><caption>${accounts.length > SHOWN ? `Newest ${SHOWN} of ${accounts.length}` : `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}`}</caption>
<thead><tr><th scope="col">Organization</th><th scope="col">Agent</th><th scope="col">Owner</th><th scope="col" class="number">Tokens</th><th scope="col">Publishes in 24 h</th><th scope="col">Claim</th></tr></thead>
<tbody>${accounts.slice(0, SHOWN).map((account) => row(world, account, registrations.get(account.id)))}</tbody></table></div></section>`;
}

function row(world: World, account: AccountRecord, registration: RegistrationRecord | undefined): Html {
  const active = world.store
    .tokensOf(account.id)
    .filter((token) => tokenStatus(world, token) === 'active').length;
  return html`<tr><th scope="row" class="wrap">${account.organizationName}</th><td class="wrap">${account.agentName ?? ''}</td><td class="wrap">${account.email ?? ''}</td><td class="number">${active}</td><td>${publishesUsed(world, account)} of ${publishLimit(world, account)}</td><td>${claimState(world, account, registration)}</td></tr>`;
}

function claimState(
  world: World,
  account: AccountRecord,
  registration: RegistrationRecord | undefined,
): HtmlPart {
  if (account.claimed) {
    return registration === undefined || registration.delivered
      ? html`<span class="status open">Claimed</span>`
      : html`<span class="status pending">Claimed, token not fetched yet</span>`;
  }
  if (registration === undefined) return html`<span class="status">Unclaimed</span>`;
  const { attempt } = registration;
  const over = registration.expiresAt <= world.clock.now();
  if (attempt === null)
    return html`<span class="status${over ? ' closed' : ''}">${over ? 'Claim window is over' : 'Unclaimed'}</span>`;
  const state = attemptByToken(world, attempt.catToken)?.state ?? 'expired';
  if (state !== 'open') return html`<span class="status failed">Claim ${state}</span>`;
  return html`<span class="status pending">Claim open</span> <span class="links"><a href="/claim/mail?registration=${registration.id}">Open claim page<span class="visually-hidden"> of ${account.organizationName}</span></a></span>for ${attempt.email}, ${timeLeft(world, attempt.expiresAt)} left`;
}
