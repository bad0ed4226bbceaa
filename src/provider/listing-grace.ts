/**
 * How long a list may lag behind a create before a missing job counts as gone. Milliseconds. Whether lists lag at all is
 * not documented [U].
 */
export const LISTING_GRACE_MS = 15 * 60 * 1000;
