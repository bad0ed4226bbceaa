import {
  awaitClaim,
  type ClaimAttempt,
  type ClaimState,
  EMAIL_TAKEN,
  type IdentityClient,
  InvalidRequestError,
  type OpentrainError,
  PrivateFileError,
  type StartedClaim,
} from '../../api/index.ts';
import { CLAIM_POLL_INTERVAL_SECONDS } from '../../contract/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { type AuthSession, authCommand, isAbort, savedFor } from './auth-session.ts';
import { type ClaimTarget, finishClaim, keepToken } from './claim-outcome.ts';
import { showClaim } from './claim-page.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth claim`: shows link and code, waits for the person, puts the new token in place of the old one. */
async function claim(session: AuthSession): Promise<number> {
  const { flags } = session.context;
  const target = await claimTarget(session);
  const identity = session.identity(target.baseUrl);
  session.ifCutOff(
    'If the new token was on its way, it is lost: `otform auth claim -status` tells. Otherwise `otform auth claim` goes on.',
  );
  const state = await session.claimFile.read(target.claimToken);
  // The new token is delivered once: what could not be saved is not asked for.
  await session.file.check();
  if (flags.on('status')) return wait(session, target, identity, state, { timeoutMs: 0, pollAtOnce: true });

  const running = state.attempt;
  const email = flags.text('email') ?? (flags.on('restart') ? running?.email : undefined);
  const usable = running !== null && session.tools.clock.now() < running.expiresAt && !flags.on('restart');
  if (usable && (email === undefined || sameAddress(email, running.email))) {
    await showClaim(session, running, null);
    return proceed(session, target, identity, state, running, true);
  }
  if (running !== null) {
    // The person may have finished since the last poll: then the token waits, and a new start would be refused.
    const last = await identity.poll({ claimToken: target.claimToken, path: state.tokenPath });
    if (last.kind === 'granted') return keepToken(session, target, last.token);
    if (last.kind === 'lost') session.out.warn(lostPoll(last.error));
  }
  if (email === undefined) {
    throw new UsageError(
      running === null
        ? '"otform auth claim" needs -email=ADDRESS: the address of the person who is to own the account.'
        : `The code for ${running.email} is no longer good. Get a new one with -email=ADDRESS.`,
      'auth claim',
    );
  }
  return start(session, target, identity, state, email);
}

async function start(
  session: AuthSession,
  target: ClaimTarget,
  identity: IdentityClient,
  state: ClaimState,
  email: string,
): Promise<number> {
  const { claimToken } = target;
  let started: StartedClaim;
  try {
    started = await identity.startClaim({ claimToken, email, path: state.claimPath });
  } catch (error) {
    if (!(error instanceof InvalidRequestError) || error.facts.code === EMAIL_TAKEN) throw error;
    // A claim that was completed unseen is refused a new start, and its token still waits to be fetched.
    const last = await identity.poll({ claimToken, path: state.tokenPath });
    if (last.kind === 'granted') return keepToken(session, target, last.token);
    if (last.kind === 'lost') session.out.warn(lostPoll(last.error));
    throw error;
  }
  const attempt: ClaimAttempt = {
    email,
    userCode: started.userCode,
    verificationUri: started.verificationUri,
    expiresAt: session.tools.clock.now() + started.expiresInMs,
    intervalMs: started.intervalMs,
    polledAt: null,
  };
  const next = { ...state, attempt };
  await remember(session, target, next);
  await showClaim(session, attempt, started.emailSent);
  return proceed(session, target, identity, next, attempt, false, started.emailSent);
}

async function proceed(
  session: AuthSession,
  target: ClaimTarget,
  identity: IdentityClient,
  state: ClaimState,
  attempt: ClaimAttempt,
  resumed: boolean,
  emailSent: boolean | null = null,
): Promise<number> {
  const { flags } = session.context;
  if (!flags.on('wait')) {
    session.out.note('Not waiting. `otform auth claim` goes on and saves the new token.');
    if (session.out.json) {
      const { email, userCode, verificationUri } = attempt;
      const expiresAt = new Date(attempt.expiresAt).toISOString();
      session.out.result('', { status: 'started', email, userCode, verificationUri, expiresAt, emailSent });
    }
    return 0;
  }
  session.out.note(
    'Waiting for the person. Ctrl-C stops waiting; `otform auth claim` goes on with the same code.',
  );
  const timeoutMs = flags.number('timeout') ?? 0;
  const dueAt = (attempt.polledAt ?? 0) + attempt.intervalMs;
  const pollAtOnce = resumed && session.tools.clock.now() >= dueAt;
  return wait(session, target, identity, state, { timeoutMs, pollAtOnce });
}

async function wait(
  session: AuthSession,
  target: ClaimTarget,
  identity: IdentityClient,
  state: ClaimState,
  how: { timeoutMs: number; pollAtOnce: boolean },
): Promise<number> {
  const { tools, signal, out } = session;
  let known = state;
  const keep = async (changes: Partial<ClaimAttempt>) => {
    if (known.attempt === null) return;
    known = { ...known, attempt: { ...known.attempt, ...changes } };
    await remember(session, target, known);
  };
  let polledAt = state.attempt?.polledAt ?? null;
  try {
    const outcome = await awaitClaim({
      poll: () => {
        polledAt = tools.clock.now();
        return identity.poll({ claimToken: target.claimToken, path: state.tokenPath });
      },
      intervalMs: state.attempt?.intervalMs ?? CLAIM_POLL_INTERVAL_SECONDS * 1000,
      attemptExpiresAt: state.attempt?.expiresAt ?? null,
      windowExpiresAt: state.windowExpiresAt,
      ...how,
      clock: tools.clock,
      wait: (ms) => tools.wait(ms, signal),
      onSlowDown: async (intervalMs) => {
        // Single checks of an impatient person must not slow down a later wait.
        if (how.timeoutMs !== 0) await keep({ intervalMs });
      },
      onTrouble: (result) => {
        if (result.kind === 'lost') out.warn(lostPoll(result.error));
        else if (how.timeoutMs === 0) throw result.error;
        else out.warn(`${result.error.facts.detail} Still waiting.`);
      },
    });
    if (outcome.kind === 'timed-out') await keep({ polledAt });
    return await finishClaim(session, target, known, outcome);
  } catch (error) {
    if (!isAbort(error) || session.context.interruption.exitCode === undefined) throw error;
    await keep({ polledAt });
    out.note('Stopped waiting. The code stays good; `otform auth claim` goes on.');
    return session.context.interruption.exitCode;
  }
}

function lostPoll(error: OpentrainError): string {
  return `The answer of a poll was lost; the next poll tells whether the new token was in it. ${error.facts.detail}`;
}

/** The claim token, and what to do with the token that comes of it. */
async function claimTarget(session: AuthSession): Promise<ClaimTarget> {
  const { file, context } = session;
  const saved = await file.read();
  const { base } = await session.credentials();
  const given = context.flags.text('claim-token');
  if (given !== undefined) {
    if (given !== saved.claimToken && saved.apiToken !== null && !context.flags.on('force')) {
      throw configError(
        'credentials-exist',
        'Credentials Are Already Saved',
        `${file.path} holds the token of another registration, and this claim would replace it. Nothing was sent. Add -force to do so.`,
      );
    }
    session.out.warn('-claim-token shows in the list of processes and in the history of the shell.');
    return { claimToken: given, baseUrl: base.href, savedClaimToken: saved.claimToken };
  }
  if (saved.claimToken === null) {
    throw configError(
      'nothing-to-claim',
      'No Registration to Claim',
      saved.apiToken === null
        ? `No account is registered in ${file.path}. \`otform auth register\` makes one.`
        : `${file.path} holds a token and no claim token: the account was claimed already, or its token was made in the app. \`otform auth status\` shows more.`,
    );
  }
  if (!savedFor(saved, base.origin)) {
    throw configError(
      'claim-other-server',
      'Claim Token Is for Another Server',
      `The claim token in ${file.path} is for ${saved.baseUrl ?? 'the production server'} and is not sent to ${base.href}. Leave -base-url and OT_API_BASE_URL out, or set them to that server.`,
    );
  }
  return { claimToken: saved.claimToken, baseUrl: base.href, savedClaimToken: saved.claimToken };
}

/** The ceremony can be started anew without this, so a failure is worth a word and no more. */
async function remember(session: AuthSession, target: ClaimTarget, state: ClaimState): Promise<void> {
  try {
    await session.claimFile.write(target.claimToken, state);
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    session.out.warn(`${error.detail} Should this run be interrupted, a new code will be needed.`);
  }
}

function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

export const claimWith = (tools?: AuthTools): Command => authCommand(claim, tools);
export const claimCommand: Command = claimWith();
