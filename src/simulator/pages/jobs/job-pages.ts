import { notFound } from '../../http/errors.ts';
import type { Handler, Route, SimRequest } from '../../http/route.ts';
import { titleOf } from '../../jobs/access.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { type FormMistake, note } from '../form-parts.ts';
import { seeOther } from '../layout.ts';
import { formText, type PageParts, shown, submitted } from '../page-route.ts';
import { editorPage } from './editor-page.ts';
import { jobById, jobOfQuery, publicPath } from './job-access.ts';
import { approveJob, closeJob, publishJob, saveJob } from './job-actions.ts';
import { applyPage, closedPage, publicPage, publishedNote } from './public-page.ts';
import { reviewPage } from './review-page.ts';

/**
 * The pages behind `draftUrl`, `reviewUrl` and `jobUrl`. Nobody signs in for them: whoever is at this machine counts
 * as the owner, and as any trainer. `reviewUrl` is the editor's address too [D job-drafts/create, sample].
 */
export function jobPages(parts: PageParts): readonly Route[] {
  const token = () => parts.tokens.issue();

  const editor: Handler = (world, request) => {
    const saved = request.query.get('saved');
    return editorPage({
      world,
      job: jobOfQuery(world, request),
      token,
      notice: saved === null ? null : savedNote(saved),
    });
  };

  const listing: Handler = (world, request) => {
    const job = listedJob(world, request);
    if (job === null) return closedPage();
    const path = publicPath(world, job);
    // An older title in the link still finds the job.
    if (path !== request.path) return seeOther(path);
    return publicPage(world, job, noticeOf(request));
  };

  const apply: Handler = (world, request) => {
    const job = listedJob(world, request);
    return job === null ? closedPage() : applyPage(job, titleOf(job), publicPath(world, job), token());
  };

  const sendApplication: Handler = (world, request) => {
    const job = listedJob(world, request);
    if (job === null) return closedPage();
    const typed = {
      displayName: formText(request, 'displayName').trim(),
      bidUsd: formText(request, 'bidUsd').trim(),
    };
    const mistakes: FormMistake[] = [];
    if (typed.displayName === '') mistakes.push({ field: 'displayName', message: 'Enter your name.' });
    const bid = /^\d{1,9}(\.\d{1,6})?$/.test(typed.bidUsd) ? Number(typed.bidUsd) : null;
    if (bid === null && typed.bidUsd !== '') {
      mistakes.push({ field: 'bidUsd', message: 'The bid must be a number, such as 12.50.' });
    }
    const path = publicPath(world, job);
    if (mistakes.length > 0) return applyPage(job, titleOf(job), path, token(), typed, mistakes);
    parts.human.addProposal(job.id, {
      displayName: typed.displayName,
      ...(bid === null ? {} : { bidUsd: bid }),
    });
    return seeOther(`${path}?applied=1`);
  };

  return [
    shown('/job-post', editor),
    submitted('/job-post', saveJob(parts)),
    shown('/job-post/review', (world, request) =>
      reviewPage({ world, job: jobOfQuery(world, request), token }),
    ),
    submitted('/job-post/publish', publishJob(parts)),
    submitted('/job-post/approve', approveJob(parts)),
    submitted('/job-post/close', closeJob(parts)),
    shown('/jobs/:slug', listing),
    shown('/jobs/:slug/apply', apply),
    submitted('/jobs/:slug/apply', sendApplication),
  ];
}

/** The live job of a public link; null for one that is over. Raises 404 for one that the public never saw. */
function listedJob(world: World, request: SimRequest): JobRecord | null {
  const jobId = (request.params.slug ?? '').split('--').at(-1) ?? '';
  const job = jobById(world, jobId);
  if (job.publishedAt === null || job.status === 'DRAFT')
    throw notFound('There is no such job on the marketplace.');
  return job.status === 'OPEN' ? job : null;
}

function savedNote(saved: string) {
  if (saved === '0')
    return note('warn', 'Nothing was changed', 'Every field is as it was, so nothing was saved.');
  const count = /^\d{1,2}$/.test(saved) ? Number(saved) : null;
  if (count === null) return null;
  return note('good', 'Saved', count === 1 ? 'One field was changed.' : `${count} fields were changed.`);
}

function noticeOf(request: SimRequest) {
  if (request.query.has('published')) return publishedNote();
  return request.query.has('applied')
    ? note('good', 'Application sent', 'It is now among the job’s proposals.')
    : null;
}
