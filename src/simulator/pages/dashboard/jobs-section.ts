import type { World } from '../../world.ts';
import { type Html, html } from '../html.ts';
import { editorPath, publicPath, reviewPath, statusShown, titleShown } from '../jobs/job-access.ts';
import { timeShown } from '../times.ts';

const PAGE_SIZE = 50;

/** All jobs of all accounts, newest first, in pages. `number` counts from 1. */
export function jobsSection(world: World, number: number): Html {
  const all = [...world.store.tables.jobs.values()].reverse();
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const current = Math.min(Math.max(1, number), pages);
  const rows = all.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE);
  const table = html`<div class="scroll" role="region" aria-labelledby="jobs" tabindex="0"><table>
<caption>${all.length} ${all.length === 1 ? 'job' : 'jobs'}, newest first${pages > 1 ? `, page ${current} of ${pages}` : ''}</caption>
<thead><tr><th scope="col">Job</th><th scope="col">Status</th><th scope="col">Account</th><th scope="col" class="number">Proposals</th><th scope="col">Last change</th><th scope="col">Pages</th></tr></thead>
<tbody>${rows.map(
    (job) =>
      html`<tr><th scope="row" class="wrap">${titleShown(job)}</th><td>${statusShown(job.status)}</td><td>${
        world.store.tables.accounts.get(job.accountId)?.organizationName ?? ''
      }</td><td class="number">${world.store.proposalsOf(job.id).length}</td><td class="nowrap">${timeShown(job.updatedAt)}</td><td><span class="links"><a href="${editorPath(world, job)}">Edit<span class="visually-hidden"> ${titleShown(job)}</span></a><a href="${reviewPath(job)}">Review<span class="visually-hidden"> ${titleShown(job)}</span></a>${
        job.publishedAt === null
          ? null
          : html`<a href="${publicPath(world, job)}">Public<span class="visually-hidden"> page of ${titleShown(job)}</span></a>`
      }</span></td></tr>`,
  )}</tbody></table></div>${pager(current, pages)}`;
  const nothing = html`<p>There are no jobs yet. Run <code>otform apply</code>, or post a draft to <code>${world.origin}/api/public/v1/job-drafts</code>.</p>`;
  return html`<section class="card" aria-labelledby="jobs"><h2 id="jobs">Jobs</h2>${all.length === 0 ? nothing : table}</section>`;
}

function pager(current: number, pages: number) {
  if (pages === 1) return null;
  return html`<nav class="links" aria-label="Pages of jobs">${
    current > 1 ? html`<a href="/?jobs=${current - 1}#jobs">Newer jobs</a>` : null
  }${current < pages ? html`<a href="/?jobs=${current + 1}#jobs">Older jobs</a>` : null}</nav>`;
}
