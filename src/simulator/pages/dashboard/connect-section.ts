import { maskToken } from '../../masking.ts';
import type { World } from '../../world.ts';
import { type Html, html } from '../html.ts';

/** How to point otform, or anything else, at this simulator. The token itself is never on a page. */
export function connectSection(world: World): Html {
  const { tokens, meta } = world.store.tables;
  const token = tokens.get(meta.get('meta')?.defaultTokenId ?? '');
  const lines = [
    `export OT_API_BASE_URL=${world.origin}`,
    `export OT_API_TOKEN=${token === undefined ? 'ot_pat_…' : maskToken(token.token)}`,
  ].join('\n');
  return html`<section class="card" aria-labelledby="connect"><h2 id="connect">Point otform here</h2>
<pre tabindex="0" aria-label="Lines for a shell">${lines}</pre>
<p>The token is shortened here. The whole lines were printed where the simulator was started. Or register an account of your own, which needs no token: <code>otform auth register --base-url ${world.origin}</code></p>
<p>Controls for programs: <code>${world.origin}/__simulator</code></p></section>`;
}
