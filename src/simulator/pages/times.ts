import { isoTime, type World } from '../world.ts';
import { attributes, type Html, html } from './html.ts';

/** A moment of the simulator's clock, to the second, in UTC. */
export function timeShown(ms: number): Html {
  const iso = isoTime(ms);
  return html`<time${attributes({ datetime: iso })}>${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** How long until then by the simulator's clock, in the largest unit that fits. */
export function timeLeft(world: World, ms: number): string {
  const seconds = Math.max(0, Math.ceil((ms - world.clock.now()) / 1000));
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
}
