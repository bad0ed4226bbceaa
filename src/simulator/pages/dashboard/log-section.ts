import type { LogEntry, LogFilter, RequestLog } from '../../http/request-log.ts';
import type { SimRequest } from '../../http/route.ts';
import { isoTime } from '../../world.ts';
import { postForm, selectInput, textInput } from '../form-parts.ts';
import { type Html, html } from '../html.ts';

const SHOWN = 50;
const BODY_CHARS = 4_000;
const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];

/** The newest requests that pass the filter of the page's query, with masked bodies. */
export function logSection(log: RequestLog, request: SimRequest, token: string): Html {
  const asked = {
    method: request.query.get('method') ?? '',
    path: request.query.get('path')?.trim() ?? '',
    status: request.query.get('status')?.trim() ?? '',
  };
  const found = log.entries(filterOf(asked));
  const rows = found.slice(-SHOWN).reverse();
  const filtered = asked.method !== '' || asked.path !== '' || asked.status !== '';
  const table = html`<div class="scroll" role="region" aria-labelledby="requests" tabindex="0"><table>
<caption>Newest ${rows.length} of ${found.length} ${filtered ? 'that match' : 'in the log'}; ${log.total} since start</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Time</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Status</th><th scope="col">Fault</th><th scope="col" class="number">ms</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>`;
  return html`<section class="card" aria-labelledby="requests"><h2 id="requests">Requests</h2>
<form method="get" action="/#requests" aria-label="Filter requests"><div class="fields three">
${selectInput({ name: 'method', label: 'Method', value: asked.method, choices: [{ value: '', text: 'Any' }, ...METHODS.map((value) => ({ value, text: value }))] })}
${textInput({ name: 'path', label: 'Path', hint: 'Whole, or with * for one part and ** for any.', value: asked.path })}
${textInput({ name: 'status', label: 'Status', hint: 'Such as 429.', inputmode: 'numeric', value: asked.status })}
</div><div class="buttons"><button class="plain">Filter</button>${filtered ? html`<a href="/#requests">Show all</a>` : null}</div></form>
<h3>Log</h3>${rows.length === 0 ? html`<p>${filtered ? 'No request matches.' : 'No request yet.'}</p>` : table}
${log.total === 0 ? null : postForm('/dashboard/log/clear', token, html`<button class="plain">Empty the log</button>`, { label: 'Empty the log' })}</section>`;
}

function filterOf(asked: { method: string; path: string; status: string }): LogFilter {
  return {
    ...(asked.method === '' ? {} : { method: asked.method }),
    ...(asked.path === '' ? {} : { path: asked.path }),
    ...(/^\d{3}$/.test(asked.status) ? { status: Number(asked.status) } : {}),
  };
}

function row(entry: LogEntry): Html {
  const body = bodyText(entry.body);
  const failed = entry.status === null || entry.status >= 400;
  const target = entry.query === '' ? entry.path : `${entry.path}?${entry.query}`;
  return html`<tr><td class="number">${entry.seq}</td><td class="nowrap">${isoTime(entry.clock).slice(11, 19)}</td><td>${entry.method}</td><td class="wrap"><code>${target}</code>${
    body === ''
      ? null
      : html`<details><summary>Body<span class="visually-hidden"> of request ${entry.seq}</span></summary><pre>${body}</pre></details>`
  }</td><td><span class="status ${failed ? 'failed' : 'open'}">${entry.status ?? 'no answer'}</span></td><td>${entry.fault ?? ''}</td><td class="number">${entry.durationMs === null ? '' : Math.round(entry.durationMs)}</td></tr>`;
}

function bodyText(body: unknown): string {
  if (body === null) return '';
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return text.length > BODY_CHARS
    ? `${text.slice(0, BODY_CHARS)}\n… ${text.length - BODY_CHARS} characters more`
    : text;
}
