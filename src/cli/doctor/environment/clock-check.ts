import type { Check } from './check.ts';

/** Beyond this, times in messages mislead, and look-ups by time of creation may miss. */
const TOLERANCE_MS = 60_000;

/** This machine's clock against the server's `Date`. `asked` and `answered` are ours around the request. */
export function checkClock(asked: number, answered: number, serverTime: number | null): Check {
  const name = 'clock';
  if (serverTime === null) return { outcome: 'info', name, message: 'the server sends no Date' };
  // A Date header has whole seconds, cut off: on average it is half a second behind.
  const skew = (asked + answered) / 2 - (serverTime + 500);
  const size = Math.abs(skew);
  if (size <= TOLERANCE_MS) return { outcome: 'ok', name, message: 'agrees with the server’s to a minute' };
  return {
    outcome: 'warn',
    name,
    message: `${spoken(size)} ${skew > 0 ? 'ahead of' : 'behind'} the server’s`,
    remedy: 'Set this machine’s clock: a lost create is looked up by its time, and could be missed.',
  };
}

function spoken(ms: number): string {
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}
