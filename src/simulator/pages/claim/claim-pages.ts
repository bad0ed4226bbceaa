import { type AttemptView, attemptByToken, confirmClaim, declineClaim } from '../../claim/machine.ts';
import { notFound } from '../../http/errors.ts';
import type { Handler, Reply, Route, SimRequest } from '../../http/route.ts';
import type { World } from '../../world.ts';
import type { FormMistake } from '../form-parts.ts';
import { seeOther } from '../layout.ts';
import { formText, type PageParts, shown, submitted } from '../page-route.ts';
import { claimedPage, endedPage, unknownPage } from './claim-states.ts';
import { codePage, landingPage, maskEmail, signInPage, wrongEmailPage } from './claim-steps.ts';

/**
 * The person's half of the claim ceremony: open the link, sign in with exactly the claim's address, type the code
 * [D quickstart, agent-auth/claim]. That one can decline, and the number of tries, are assumptions [U].
 */
export function claimPages(parts: PageParts): readonly Route[] {
  const { sessions, tokens } = parts;
  const token = () => tokens.issue();

  /** The page of an attempt for whoever is signed in, with what went wrong with the last form. */
  const attemptPage = (
    world: World,
    request: SimRequest,
    view: AttemptView,
    mistakes: readonly FormMistake[] = [],
    typed = '',
  ): Reply => {
    if (view.state === 'confirmed') return claimedPage(view);
    const ended = endedPage(view);
    if (ended !== null) return ended;
    const step = { world, view, token, mistakes, typed };
    const email = sessions.emailOf(request);
    if (email === null) return signInPage(step);
    return sameAddress(email, view.attempt.email)
      ? codePage({ ...step, email })
      : wrongEmailPage({ ...step, email });
  };

  const open: Handler = (world, request) => {
    const typed = request.query.get('token');
    if (typed === null) return landingPage();
    const catToken = tokenIn(typed);
    if (catToken === null) {
      return landingPage(
        [{ field: 'token', message: 'Enter the claim link, or the token that begins with ot_cat_.' }],
        typed,
      );
    }
    if (catToken !== typed) return seeOther(claimPath(catToken));
    const view = attemptByToken(world, catToken);
    return view === undefined ? unknownPage() : attemptPage(world, request, view);
  };

  const signIn: Handler = (world, request) => {
    const view = attemptByToken(world, formText(request, 'token'));
    if (view === undefined) return unknownPage();
    const email = formText(request, 'email').trim();
    const mistake = addressMistake(world, view, email);
    if (mistake !== null)
      return attemptPage(world, request, view, [{ field: 'email', message: mistake }], email);
    return seeOther(claimPath(view.attempt.catToken), sessions.signIn(email));
  };

  const signOut: Handler = (_world, request) =>
    seeOther(claimPath(formText(request, 'token')), sessions.signOut(request));

  const confirm: Handler = (world, request) => {
    const catToken = formText(request, 'token');
    const view = attemptByToken(world, catToken);
    if (view === undefined) return unknownPage();
    const email = sessions.emailOf(request);
    if (email === null) return seeOther(claimPath(catToken));
    const code = formText(request, 'code').replace(/[\s-]/g, '');
    if (!/^\d{6}$/.test(code)) {
      return attemptPage(world, request, view, [
        { field: 'code', message: 'Enter the six digits of the code.' },
      ]);
    }
    const result = confirmClaim(world, catToken, email, code);
    switch (result.outcome) {
      case 'wrong-code': {
        const left = result.attemptsLeft === 1 ? 'One try is' : `${result.attemptsLeft} tries are`;
        return attemptPage(world, request, view, [
          { field: 'code', message: `That is not the code. ${left} left.` },
        ]);
      }
      case 'email-taken':
        return attemptPage(world, request, view, [{ field: null, message: TAKEN }]);
      default:
        return seeOther(claimPath(catToken));
    }
  };

  const decline: Handler = (world, request) => {
    const catToken = formText(request, 'token');
    const view = attemptByToken(world, catToken);
    if (view === undefined) return unknownPage();
    // Only the person whom the claim is reserved for may end it.
    const email = sessions.emailOf(request);
    if (email !== null && sameAddress(email, view.attempt.email)) declineClaim(world, catToken);
    return seeOther(claimPath(catToken));
  };

  /** The mail that the simulator did not send: leads to the running attempt of a registration. */
  const mail: Handler = (world, request) => {
    const registration = world.store.tables.registrations.get(request.query.get('registration') ?? '');
    if (registration === undefined || registration.attempt === null) {
      throw notFound('No claim was started for this registration.');
    }
    return seeOther(claimPath(registration.attempt.catToken));
  };

  return [
    shown('/claim', open),
    shown('/claim/mail', mail),
    submitted('/claim/sign-in', signIn),
    submitted('/claim/sign-out', signOut),
    submitted('/claim/confirm', confirm),
    submitted('/claim/decline', decline),
  ];
}

const TAKEN =
  'This address has an OpenTrain account already, so it cannot claim another one. Ask the agent to start again with another address.';

function addressMistake(world: World, view: AttemptView, email: string): string | null {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return 'Enter an e-mail address, such as name@example.com.';
  }
  // Signing in as somebody with an account is fine; the claim's page then says that it is for another address.
  const own = sameAddress(email, view.attempt.email);
  const taken = world.store.accountIdByEmail(email) !== undefined;
  if (own && taken && view.state === 'open') return TAKEN;
  if (!own && !taken) {
    return `This claim is for ${maskEmail(view.attempt.email)}. Use exactly that address.`;
  }
  return null;
}

function sameAddress(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The token in what was pasted: itself, or the one in a link. */
function tokenIn(text: string): string | null {
  return /ot_cat_[A-Za-z0-9_-]+/.exec(text)?.[0] ?? null;
}

function claimPath(catToken: string): string {
  return `/claim?token=${encodeURIComponent(catToken)}`;
}
