import { isoTime, type World } from '../../world.ts';
import { type FormMistake, postForm, textInput } from '../form-parts.ts';
import { type Html, html } from '../html.ts';
import { timeShown } from '../times.ts';

/** Steps that the clock can be moved by, in milliseconds, under the name the form sends. */
export const CLOCK_STEPS: Readonly<Record<string, readonly [ms: number, label: string]>> = {
  second: [1_000, '1 second'],
  minute: [60_000, '1 minute'],
  hour: [3_600_000, '1 hour'],
  day: [86_400_000, '1 day'],
};

/** The simulator's time, with buttons that move it. */
export function clockSection(
  world: World,
  token: string,
  mistakes: readonly FormMistake[] = [],
  typed?: string,
): Html {
  const now = world.clock.now();
  return html`<section class="card" aria-labelledby="clock"><h2 id="clock">Clock</h2>
<p>It is <strong id="now">${timeShown(now)}</strong> here. Links, keys, limits and listings expire by this clock.</p>
${postForm(
  '/dashboard/clock/advance',
  token,
  html`<p class="legend" id="advance">Move forward by</p><div class="buttons" role="group" aria-labelledby="advance">${Object.entries(
    CLOCK_STEPS,
  ).map(
    ([value, [, label]]) => html`<button class="plain" name="step" value="${value}">${label}</button>`,
  )}</div>`,
  { label: 'Move the clock' },
)}
<h3>Set</h3>
${postForm(
  '/dashboard/clock/set',
  token,
  html`${textInput({ name: 'time', label: 'Time in UTC', type: 'datetime-local', step: 1, value: typed ?? isoTime(now).slice(0, 19), mistakes })}<div class="buttons"><button class="plain">Set the clock</button></div>`,
  { label: 'Set the clock' },
)}</section>`;
}

/** Epoch milliseconds of a sent time, null for none; UTC when no zone is given. */
export function readTime(text: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?Z?$/.exec(text.trim());
  if (parts === null) return null;
  const time = Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? ':00'}Z`);
  return Number.isNaN(time) || time < 0 ? null : time;
}
