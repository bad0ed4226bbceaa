import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { CredentialsFile } from './credentials-file.ts';
import { tokenFingerprint } from './credentials-file.ts';
import { PrivateFileError, systemCode, writePrivateFile } from './private-file.ts';

/** One running claim ceremony: what the person needs, and when it ends. Times are epoch milliseconds. */
export interface ClaimAttempt {
  readonly email: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresAt: number;
  /** Least milliseconds between two polls; grows with each `slow_down` and is kept. */
  readonly intervalMs: number;
  /** When the server was last asked; null for never. A restart polls no sooner than an interval later. */
  readonly polledAt: number | null;
}

/** What otform remembers about a registration that is not claimed yet. */
export interface ClaimState {
  readonly registrationId: string | null;
  /** End of the window in which the account can be claimed; null when the server did not say. */
  readonly windowExpiresAt: number | null;
  /** Paths that the registration named, on the server's own origin; null for the documented ones. */
  readonly claimPath: string | null;
  readonly tokenPath: string | null;
  readonly attempt: ClaimAttempt | null;
}

export const NO_CLAIM_STATE: ClaimState = {
  registrationId: null,
  windowExpiresAt: null,
  claimPath: null,
  tokenPath: null,
  attempt: null,
};

const path = z.string().regex(/^\//).nullish();
const SAVED = z.looseObject({
  claimTokenFingerprint: z.string(),
  registrationId: z.string().nullish(),
  windowExpiresAt: z.number().nullish(),
  claimPath: path,
  tokenPath: path,
  attempt: z
    .object({
      email: z.string(),
      userCode: z.string(),
      verificationUri: z.string(),
      expiresAt: z.number(),
      intervalMs: z.number().positive(),
      polledAt: z.number().nullish().default(null),
    })
    .nullish(),
});

/**
 * `otform-claim.json` beside the credentials file: lets a claim go on in another terminal. It belongs to one claim
 * token, known by its fingerprint; for any other one it counts as absent. Everything in it can be had again by
 * starting the claim anew, so a file that cannot be read is no error.
 */
export class ClaimFile {
  readonly path: string;

  constructor(credentials: CredentialsFile) {
    this.path = credentials.sibling('otform-claim.json');
  }

  async read(claimToken: string): Promise<ClaimState> {
    let value: unknown;
    try {
      value = JSON.parse(await readFile(this.path, 'utf8'));
    } catch {
      return NO_CLAIM_STATE;
    }
    const saved = SAVED.safeParse(value);
    if (!saved.success || saved.data.claimTokenFingerprint !== tokenFingerprint(claimToken)) {
      return NO_CLAIM_STATE;
    }
    const { registrationId, windowExpiresAt, claimPath, tokenPath, attempt } = saved.data;
    return {
      registrationId: registrationId ?? null,
      windowExpiresAt: windowExpiresAt ?? null,
      claimPath: claimPath ?? null,
      tokenPath: tokenPath ?? null,
      attempt: attempt ?? null,
    };
  }

  /** Throws `PrivateFileError`. */
  async write(claimToken: string, state: ClaimState): Promise<void> {
    const content = { claimTokenFingerprint: tokenFingerprint(claimToken), ...state };
    await writePrivateFile(this.path, `${JSON.stringify(content, null, 2)}\n`);
  }

  /** Throws `PrivateFileError`. */
  async remove(): Promise<void> {
    try {
      await rm(this.path, { force: true });
    } catch (error) {
      if (systemCode(error) !== 'ENOTDIR') throw new PrivateFileError(this.path, error);
    }
  }
}
