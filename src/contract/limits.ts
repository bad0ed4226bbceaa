/** Numbers the documentation states. Anything not here is unknown, and no code may assume one. */

/** Characters in `rawJobDescription`. Documented for that key; for `source.text` inferred (same input). */
export const MAX_SOURCE_TEXT_CHARS = 60_000;

/** Items a page on `GET /jobs/mine` and `GET /jobs/{id}/proposals`: the most one may ask for [D]. */
export const MAX_PAGE_SIZE = 100;

/** Items a page on `GET /jobs/mine` when `limit` is left out [D]. */
export const DEFAULT_PAGE_SIZE = 25;

/** Publishes in 24 hours for a claimed account, and for one that no human has claimed yet [D jobs/publish]. */
export const PUBLISHES_PER_DAY_CLAIMED = 20;
export const PUBLISHES_PER_DAY_UNCLAIMED = 3;
export const PUBLISH_WINDOW_HOURS = 24;

/** Tokenless marketplace reads a minute and IP address [D jobs/search]. */
export const PUBLIC_READS_PER_MINUTE = 120;

/** Active API tokens an account may have [D tokens/create]. */
export const MAX_ACTIVE_TOKENS = 25;

/** Seconds: life of one claim attempt, and the least wait between two polls [D agent-auth/claim]. */
export const CLAIM_ATTEMPT_SECONDS = 1800;
export const CLAIM_POLL_INTERVAL_SECONDS = 5;

/** Hours in which a registration can be claimed; the page says "about" [D agent-auth/register]. */
export const CLAIM_WINDOW_HOURS = 24;

/** Characters in a job id; its form is not documented beyond that [D jobs/get]. */
export const MAX_JOB_ID_CHARS = 64;
