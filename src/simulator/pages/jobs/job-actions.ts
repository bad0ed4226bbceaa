import { JOB_FIELDS } from '../../../contract/index.ts';
import { missingFields } from '../../drafts/gaps.ts';
import { ApiError } from '../../http/errors.ts';
import type { Handler, Reply, SimRequest } from '../../http/route.ts';
import { lifeCycleRoutes } from '../../jobs/life-cycle.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { type FormMistake, note } from '../form-parts.ts';
import type { HtmlPart } from '../html.ts';
import { seeOther } from '../layout.ts';
import { formText, type PageParts } from '../page-route.ts';
import { editorPage } from './editor-page.ts';
import { readFieldText } from './field-texts.ts';
import { editorPath, jobOfForm, publicPath, reviewPath } from './job-access.ts';
import { reviewPage } from './review-page.ts';

/** Saves the fields that the person changed, and no other: all of them, or none when one is wrong. */
export function saveJob(parts: PageParts): Handler {
  return (world, request) => {
    const job = jobOfForm(world, request);
    const token = () => parts.tokens.issue();
    const sent = request.body as Readonly<Record<string, string>>;
    const changes: Record<string, unknown> = {};
    const mistakes: FormMistake[] = [];
    const typed: Record<string, string> = {};
    for (const field of JOB_FIELDS) {
      const text = Object.hasOwn(sent, field.key) ? sent[field.key] : undefined;
      if (text === undefined) continue;
      typed[field.key] = text;
      const read = readFieldText(field, job.fields[field.key], text);
      if (read.kind === 'value') changes[field.key] = read.value;
      if (read.kind === 'mistake') mistakes.push({ field: field.key, message: read.message });
    }
    if (mistakes.length > 0) return editorPage({ world, job, token, mistakes, typed });
    if (Object.keys(changes).length === 0) return seeOther(`${editorPath(world, job)}&saved=0`);
    if (formText(request, 'version') !== String(job.updatedAt)) {
      const conflict = {
        field: null,
        message:
          'The job was changed elsewhere while this page was open, so nothing was saved. The fields below are as you left them: save again to put them in place of the other changes, or reload the page to see those.',
      };
      return editorPage({ world, job, token, mistakes: [conflict], typed });
    }
    parts.human.editDraft(job.id, changes);
    return seeOther(`${editorPath(world, job)}&saved=${Object.keys(changes).length}`);
  };
}

/** Publishes as the owner: the same readiness check, daily limit and moderation as for the API. */
export function publishJob(parts: PageParts): Handler {
  return (world, request) => {
    const job = jobOfForm(world, request);
    try {
      asOwner(world, request, job, '/publish');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return reviewPage({
        world,
        job,
        token: () => parts.tokens.issue(),
        status: error.status,
        notice: refusal(world, job, error),
      });
    }
    return seeOther(job.status === 'OPEN' ? `${publicPath(world, job)}?published=1` : reviewPath(job));
  };
}

/** Lets a held job through, as the marketplace's staff would. */
export function approveJob(parts: PageParts): Handler {
  return (world, request) => {
    const job = jobOfForm(world, request);
    if (job.status === 'PENDING_APPROVAL') parts.human.setStatus(job.id, 'OPEN');
    return seeOther(reviewPath(job));
  };
}

/** Closes the job; a job that is over stays as it is. */
export function closeJob(parts: PageParts): Handler {
  return (world, request) => {
    const job = jobOfForm(world, request);
    if (job.status !== 'ARCHIVED' && job.status !== 'COMPLETED') parts.human.closeJob(job.id);
    return seeOther(reviewPath(job));
  };
}

/** Runs an API action for the account that owns the job. The page needs no token: it acts for the person. */
function asOwner(world: World, request: SimRequest, job: JobRecord, action: string): Reply {
  const route = lifeCycleRoutes.find(({ pattern }) => pattern.endsWith(action));
  const account = world.store.tables.accounts.get(job.accountId);
  if (route === undefined || account === undefined) throw new Error(`No ${action} for job ${job.id}`);
  const token = {
    id: '',
    accountId: account.id,
    token: '',
    name: 'Person',
    scopes: [],
    createdAt: 0,
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
    preClaim: false,
  };
  return route.handler(world, {
    ...request,
    body: {},
    bodyText: '',
    params: { jobId: job.id },
    caller: { account, token },
  });
}

function refusal(world: World, job: JobRecord, error: ApiError): HtmlPart {
  if (missingFields(world.dialect, job.fields, 'publish').length > 0) {
    return note('bad', 'Not published', 'Some fields are still missing; they are listed below.');
  }
  const details = (error.details ?? {}) as { readonly reasons?: readonly unknown[] };
  const reasons = (details.reasons ?? []).map((reason) =>
    typeof reason === 'string' ? reason : String((reason as { message?: unknown }).message ?? ''),
  );
  return note('bad', 'Not published', [error.message, ...reasons].join(' '));
}
