import { type AttemptView, MAX_WRONG_CODES } from '../../claim/machine.ts';
import type { Reply } from '../../http/route.ts';
import type { World } from '../../world.ts';
import { errorSummary, type FormMistake, postForm, textInput } from '../form-parts.ts';
import { type Html, html } from '../html.ts';
import { page } from '../layout.ts';
import { timeLeft } from '../times.ts';
import { agentOf } from './claim-states.ts';

/** What a step shows beside the claim itself. */
export interface StepInput {
  readonly world: World;
  readonly view: AttemptView;
  /** Makes the one-time token of a form. */
  readonly token: () => string;
  readonly mistakes?: readonly FormMistake[];
  /** What the person had typed. */
  readonly typed?: string;
}

/** First step: sign in, or make an account, with the address that the agent gave. */
export function signInPage(input: StepInput): Reply {
  const mistakes = input.mistakes ?? [];
  return stepPage(input, 'Sign in to claim an account', 1, [
    postForm(
      '/claim/sign-in',
      input.token(),
      html`${textInput({
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        inputmode: 'email',
        autocomplete: 'email',
        required: true,
        value: input.typed ?? '',
        hint: html`Exactly the address that the agent gave: ${maskEmail(input.view.attempt.email)}. If it has no account yet, one is made. The simulator asks for no password and sends no mail.`,
        mistakes,
      })}<div class="buttons"><button>Sign in or create account</button></div>`,
      { hidden: { token: input.view.attempt.catToken }, label: 'Sign in' },
    ),
  ]);
}

/** Second step: the code that the agent shows. Only for the person with the right address. */
export function codePage(input: StepInput & { readonly email: string }): Reply {
  const { view, email } = input;
  const hidden = { token: view.attempt.catToken };
  const left = MAX_WRONG_CODES - view.attempt.wrongCodes;
  // The mistake says how many are left already.
  const wrong = (input.mistakes ?? []).some(({ message }) => message.includes(' left.'));
  return stepPage(input, 'Confirm that this is your agent', 2, [
    html`<p>Signed in as <strong>${email}</strong>.</p>`,
    postForm(
      '/claim/confirm',
      input.token(),
      html`${textInput({
        name: 'code',
        label: 'Six-digit code',
        inputmode: 'numeric',
        autocomplete: 'one-time-code',
        className: 'code',
        required: true,
        maxlength: 12,
        value: '',
        hint: html`The agent shows it beside the link.${wrong ? null : html` ${left === 1 ? 'One try is' : `${left} tries are`} left.`}`,
        mistakes: input.mistakes ?? [],
      })}<div class="buttons"><button>Claim this account</button></div>`,
      { hidden, label: 'Confirm the code' },
    ),
    html`<h2 id="no">Not your agent?</h2>
<p>Decline, and the account stays unclaimed. If you only used the wrong address, sign out instead.</p>
<div class="buttons">${postForm('/claim/decline', input.token(), html`<button class="danger">Decline</button>`, { hidden, label: 'Decline the claim' })}
${signOut(input)}</div>`,
  ]);
}

/** The person is signed in, but with another address than the claim's. */
export function wrongEmailPage(input: StepInput & { readonly email: string }): Reply {
  return stepPage(input, 'This claim is for another address', 1, [
    html`<div class="note bad" role="alert"><h2>Wrong e-mail address</h2>
<p>You are signed in as <strong>${input.email}</strong>, but the agent started this claim for ${maskEmail(input.view.attempt.email)}. Only that address can claim the account.</p></div>
<p>Sign out and use the other address, or ask the agent to start the claim again with yours.</p>
<div class="buttons">${signOut(input)}</div>`,
  ]);
}

/** The bare page, where `claimUrl` of a refused call leads. */
export function landingPage(mistakes: readonly FormMistake[] = [], typed = ''): Reply {
  return page({
    title: 'Claim an agent’s account',
    narrow: true,
    status: mistakes.length > 0 ? 422 : 200,
    body: html`${errorSummary(mistakes)}<h1>Claim an agent’s account</h1>
<p>An agent can register on its own and work for a while. To hire, to message and to publish more, a person has to claim its account.</p>
<p>The agent starts that and then shows a link and a six-digit code. Open the link, or paste it here.</p>
<section class="card" aria-labelledby="link-heading"><h2 id="link-heading">Continue with a link</h2>
<form method="get" action="/claim" novalidate>${textInput({
      name: 'token',
      label: 'Claim link, or the token in it',
      hint: 'A token begins with ot_cat_.',
      value: typed,
      mistakes,
    })}<div class="buttons"><button>Continue</button></div></form></section>`,
  });
}

/** Enough of an address to know one's own: `o…r@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const name = email.slice(0, at);
  const shown = name.length > 2 ? `${name.slice(0, 1)}…${name.slice(-1)}` : '…';
  return `${shown}${email.slice(at)}`;
}

function signOut(input: StepInput): Html {
  return postForm('/claim/sign-out', input.token(), html`<button class="plain">Sign out</button>`, {
    hidden: { token: input.view.attempt.catToken },
    label: 'Sign out',
  });
}

function stepPage(input: StepInput, title: string, step: 1 | 2, parts: readonly Html[]): Reply {
  const { world, view } = input;
  const mistakes = input.mistakes ?? [];
  return page({
    title,
    narrow: true,
    status: mistakes.length > 0 ? 422 : 200,
    body: html`${errorSummary(mistakes)}<p class="lead">Step ${step} of 2</p><h1>${title}</h1>
<section class="card" aria-labelledby="about"><h2 id="about">The account to be claimed</h2>
<dl><dt>Agent</dt><dd>${agentOf(view)}</dd><dt>Organization</dt><dd>${view.organizationName}</dd><dt>Reserved for</dt><dd>${maskEmail(view.attempt.email)}</dd><dt>Link is good for</dt><dd>${timeLeft(world, view.attempt.expiresAt)}</dd></dl></section>
<section class="card" aria-label="${title}">${parts}</section>`,
  });
}
