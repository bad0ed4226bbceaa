import { setTimeout as delay } from 'node:timers/promises';
import {
  AuthenticationError,
  NotFoundError,
  type OpentrainApi,
  OpentrainError,
  PermissionError,
  type UpdatesPage,
} from '../../api/index.ts';
import { type ProposalRow, proposalRow } from './proposal-row.ts';

export interface Following {
  readonly jobId: string;
  /** Filter of the list, in the API's spelling. */
  readonly status: string | undefined;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly first: (rows: readonly ProposalRow[]) => void;
  /** Only what is new or changed, oldest first; never the same twice. */
  readonly more: (rows: readonly ProposalRow[]) => void;
  readonly say: (line: string) => void;
}

/** All proposals of a job, newest first, page by page. */
export async function listProposals(
  api: OpentrainApi,
  jobId: string,
  status: string | undefined,
  signal: AbortSignal,
): Promise<readonly ProposalRow[]> {
  const rows = new Map<string, ProposalRow>();
  // A proposal that arrives between two pages shifts the list, and its last row comes again.
  for await (const page of api.proposals(jobId, status === undefined ? {} : { status }, { signal })) {
    for (const proposal of page.items)
      if (!rows.has(proposal.id)) rows.set(proposal.id, proposalRow(proposal));
  }
  return [...rows.values()];
}

/**
 * Lists the proposals of a job and then tells what comes and changes, until the signal. The account's updates say when
 * to look; where they cannot be read, every interval does. Passing failures are said and outlived.
 */
export async function followProposals(api: OpentrainApi, following: Following): Promise<void> {
  const { jobId, status, signal, say } = following;
  const seconds = `${following.intervalMs / 1000} s`;
  try {
    // The feed first: what happens between its end and the list is in the list, and known by then.
    const feed = await UpdateFeed.open(api, jobId, signal);
    const seen = new Map<string, string>();
    const news = async () => {
      const rows = await listProposals(api, jobId, status, signal);
      const fresh = rows.filter((row) => seen.get(row.id) !== fingerprint(row));
      for (const row of fresh) seen.set(row.id, fingerprint(row));
      return fresh;
    };
    following.first(await news());
    say(
      feed.isOpen
        ? `Following the account's updates every ${seconds}. Stop with ^C.`
        : `This token or server gives no updates; reading the list every ${seconds}. Stop with ^C.`,
    );
    let mustLook = false;
    for (;;) {
      await delay(following.intervalMs, undefined, { signal });
      try {
        const wasOpen = feed.isOpen;
        mustLook = (await feed.hasNews()) || mustLook;
        if (wasOpen && !feed.isOpen)
          say(`The updates cannot be read any more; reading the list every ${seconds}.`);
        if (!mustLook) continue;
        const fresh = await news();
        mustLook = false;
        if (fresh.length > 0) following.more([...fresh].reverse());
      } catch (error) {
        if (!isPassing(error)) throw error;
        // What the feed said is not said again, so the list is still to be looked at.
        say(`${error.facts.summary}; trying again in ${seconds}.`);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Changes that are worth a line; scores may be filled in later. */
function fingerprint(row: ProposalRow): string {
  return JSON.stringify([row.status, row.updated_at, row.bid_usd, row.interview_score, row.match_score]);
}

function isPassing(error: unknown): error is OpentrainError {
  if (!(error instanceof OpentrainError)) return false;
  return !(
    error instanceof AuthenticationError ||
    error instanceof PermissionError ||
    error instanceof NotFoundError
  );
}

/** The account's updates from now on, as far as one job's proposals go. */
class UpdateFeed {
  readonly #api: OpentrainApi;
  readonly #jobId: string;
  readonly #signal: AbortSignal;
  #cursor: string | null = null;
  isOpen = true;

  private constructor(api: OpentrainApi, jobId: string, signal: AbortSignal) {
    this.#api = api;
    this.#jobId = jobId;
    this.#signal = signal;
  }

  /** Reads to the end of what has happened so far: there is no other way to learn the cursor [D updates/poll]. */
  static async open(api: OpentrainApi, jobId: string, signal: AbortSignal): Promise<UpdateFeed> {
    const feed = new UpdateFeed(api, jobId, signal);
    await feed.hasNews();
    return feed;
  }

  /** True when the job's proposals may have changed. Without a feed nobody knows, so it is always true. */
  async hasNews(): Promise<boolean> {
    let found = false;
    while (this.isOpen) {
      const page: UpdatesPage | null = await this.#api.tryUpdates(this.#cursor, { signal: this.#signal });
      if (page === null) {
        this.isOpen = false;
        break;
      }
      found ||= page.events.some(
        (event) => event.jobId === this.#jobId && (event.type ?? 'proposal.').startsWith('proposal.'),
      );
      const moved = this.#advance(page.nextCursor ?? page.events.at(-1)?.id ?? null);
      if (!page.hasMore || !moved) break;
    }
    return found || !this.isOpen;
  }

  /** A cursor only moves forward: one that leads back would tell everything again, without end. */
  #advance(next: string | null): boolean {
    if (next === null || !/^\d{1,30}$/.test(next)) return false;
    if (this.#cursor !== null && BigInt(next) <= BigInt(this.#cursor)) return false;
    this.#cursor = next;
    return true;
  }
}
