import type { World } from '../world.ts';

/** Phrases that are refused unless told otherwise. The real policy is not documented [U]. */
export const DEFAULT_BLOCKED_PHRASES: readonly string[] = [
  '[blocked-by-moderation]',
  'contact me on telegram',
  'contact us on telegram',
  'pay a registration fee',
  'outside of opentrain',
];

/** Reasons to refuse these values, empty when they may be published. Every text value is looked at. */
export function moderate(world: World, fields: Readonly<Record<string, unknown>>): readonly string[] {
  const phrases = world.settings.moderation.map((phrase) => phrase.toLowerCase());
  const reasons: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const text = (Array.isArray(value) ? value.join('\n') : String(value ?? '')).toLowerCase();
    for (const phrase of phrases) {
      if (phrase !== '' && text.includes(phrase))
        reasons.push(`${key} contains text that is not allowed: "${phrase}".`);
    }
  }
  return reasons;
}

/** `details.reasons` in the form of the dialect [U]. */
export function renderReasons(world: World, reasons: readonly string[]): readonly unknown[] {
  if (world.dialect.moderationReasons === 'strings') return reasons;
  return reasons.map((message) => ({ code: 'content_policy', message }));
}
