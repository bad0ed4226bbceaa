import { fieldIssues, missingFields } from '../../drafts/gaps.ts';
import { publishesUsed, publishLimit } from '../../jobs/quota.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { postForm } from '../form-parts.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import { timeShown } from '../times.ts';
import { editorPath, publicPath, reviewPath } from './job-access.ts';

/** What keeps a draft from being published, each linked to its field; `editor` is the page that has them. */
export function missingNote(world: World, job: JobRecord, editor: string): HtmlPart {
  if (job.status !== 'DRAFT') return null;
  const gaps = [
    ...missingFields(world.dialect, job.fields, 'publish').map(({ field, label, prompt }) => ({
      field,
      text: `${label}: ${prompt.replace(/^ask: /, '')}`,
    })),
    ...fieldIssues(job.fields).map(({ field, message }) => ({ field, text: message })),
  ];
  if (gaps.length === 0) {
    return html`<div class="note good"><h2>Ready to publish</h2><p>Every field that a published job needs is there.</p></div>`;
  }
  return html`<div class="note warn" id="missing"><h2>Missing before publishing: ${gaps.length} ${gaps.length === 1 ? 'field' : 'fields'}</h2>
<ul>${gaps.map(({ field, text }) => html`<li><a href="${editor}#${field}">${text}</a></li>`)}</ul></div>`;
}

/** Dates, links and actions beside a job. `here` is the path of the page that it stands on. */
export function jobSummary(world: World, job: JobRecord, token: () => string, here: string): Html {
  const account = world.store.tables.accounts.get(job.accountId);
  const proposals = world.store.proposalsOf(job.id).length;
  const links = [
    [editorPath(world, job), 'Edit'],
    [reviewPath(job), 'Review'],
    ...(job.publishedAt === null ? [] : [[publicPath(world, job), 'Public page']]),
  ].filter(([path]) => path !== here);
  return html`<section class="card" aria-labelledby="about-job"><h2 id="about-job">About this job</h2>
<dl><dt>Job ID</dt><dd><code>${job.id}</code></dd><dt>Account</dt><dd>${account?.organizationName ?? ''}</dd>
<dt>Created</dt><dd>${timeShown(job.createdAt)}</dd><dt>Last change</dt><dd id="updated">${timeShown(job.updatedAt)}</dd>
${job.publishedAt === null ? null : html`<dt>Published</dt><dd>${timeShown(job.publishedAt)}</dd>`}
${job.externalId === null ? null : html`<dt>External ID</dt><dd>${job.externalId}</dd>`}
<dt>Proposals</dt><dd>${proposals}</dd></dl>
<p class="links">${links.map(([path, text]) => html`<a href="${path}">${text}</a>`)}<a href="/">Dashboard</a></p></section>
${actions(world, job, token)}`;
}

/** What a person can do to the job in its present status. */
function actions(world: World, job: JobRecord, token: () => string): HtmlPart {
  const hidden = { jobId: job.id };
  const publish =
    job.status === 'DRAFT'
      ? html`<p>${quotaLine(world, job)}</p>${postForm('/job-post/publish', token(), html`<button>Publish</button>`, { hidden, label: 'Publish the job' })}`
      : null;
  const approve =
    job.status === 'PENDING_APPROVAL'
      ? html`<p>Held for approval. Here you can also be the one who approves.</p>${postForm('/job-post/approve', token(), html`<button>Approve</button>`, { hidden, label: 'Approve the job' })}`
      : null;
  const close =
    job.status === 'ARCHIVED' || job.status === 'COMPLETED'
      ? html`<p>This job is over. Nobody can apply any more.</p>`
      : html`<details><summary>Close this job…</summary><p>It leaves the marketplace and takes no more applications. Contracts that were made stay.</p>${postForm('/job-post/close', token(), html`<button class="danger">Close job</button>`, { hidden, label: 'Close the job' })}</details>`;
  return html`<section class="card" aria-labelledby="actions"><h2 id="actions">What you can do</h2>${publish}${approve}${close}</section>`;
}

function quotaLine(world: World, job: JobRecord): string {
  const account = world.store.tables.accounts.get(job.accountId);
  if (account === undefined) return '';
  return `${publishesUsed(world, account)} of ${publishLimit(world, account)} publishes of 24 hours are used.`;
}
