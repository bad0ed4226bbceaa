import { type DialectKey, defaultDialect, describeDialects } from '../../dialects.ts';
import type { World } from '../../world.ts';
import { type FormMistake, labelledSelect, postForm } from '../form-parts.ts';
import { type Html, html } from '../html.ts';

/** Name of a switch's control; some switches are called like other fields of the page. */
export function dialectControl(key: DialectKey): string {
  return `dialect-${key}`;
}

const MARKS = {
  X: 'Pages disagree',
  U: 'Not documented',
  I: 'Inferred',
  D: 'Documented',
} as const;

/** Every dialect switch with what is assumed and a choice; `open` shows the table unfolded. */
export function dialectSection(
  world: World,
  token: string,
  open: boolean,
  mistakes: readonly FormMistake[] = [],
): Html {
  const rows = describeDialects();
  const defaults = defaultDialect();
  const changed = rows.filter(({ key }) => world.dialect[key] !== defaults[key]).length;
  const table = html`<div class="scroll" role="region" aria-labelledby="dialect" tabindex="0"><table><caption>The first choice of each is the default: what the quickstart shows</caption>
<thead><tr><th scope="col">Switch</th><th scope="col">Choice</th><th scope="col">What is assumed</th><th scope="col">Why it is open</th></tr></thead>
<tbody>${rows.map((row) => {
    const current = world.dialect[row.key];
    const values: readonly (string | number)[] = row.values;
    const all = values.includes(current) ? values : [...values, current];
    const label = `${dialectControl(row.key)}-label`;
    return html`<tr><th scope="row" id="${label}"><code>${row.key}</code>${current === defaults[row.key] ? null : html` <span class="status pending">changed</span>`}</th><td>${labelledSelect(
      {
        name: dialectControl(row.key),
        labelledBy: label,
        value: String(current),
        choices: all.map((value) => ({ value: String(value), text: String(value) })),
      },
    )}</td><td class="wrap">${row.doc}</td><td>${MARKS[row.mark]}</td></tr>`;
  })}</tbody></table></div>`;
  return html`<section class="card" aria-labelledby="dialect"><h2 id="dialect">Dialect</h2>
<p>Where the documentation is silent or contradicts itself, a switch decides how this simulator behaves.</p>
${mistakes.map(({ message }) => html`<p class="mistake">${message}</p>`)}
<details${open ? html` open` : null}><summary>${rows.length} switches, ${changed} changed</summary>
${postForm('/dashboard/dialect', token, html`${table}<div class="buttons"><button>Save dialect</button></div>`, { label: 'Dialect' })}
${changed === 0 ? null : postForm('/dashboard/dialect/reset', token, html`<div class="buttons"><button class="plain">Back to the defaults</button></div>`, { label: 'Back to the default dialect' })}</details></section>`;
}
