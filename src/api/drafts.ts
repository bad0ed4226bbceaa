import type { DraftEnvelope, DraftInput, DraftSource, JobFields } from './api.ts';
import type { Call } from './call.ts';
import { ENVELOPE, normaliseEnvelope } from './envelope.ts';

const NO_ROUTE: ReadonlySet<number> = new Set([404, 405, 501]);

/**
 * `POST /job-drafts` [D job-drafts/create]. Sent again only under an idempotency key: the server answers a repeat with
 * the job that the key made. Without one a second request could post a second job.
 */
export function postDraft(input: DraftInput): Call<typeof ENVELOPE, DraftEnvelope> {
  const keyed = input.idempotencyKey !== undefined;
  return {
    method: 'POST',
    path: ['job-drafts'],
    body: draftBody(input),
    authenticated: true,
    repeat: keyed ? 'always' : 'unless-sent',
    purpose: 'create a job draft',
    doubt: keyed
      ? 'The job may exist now. Run the same command again: it sends the same idempotency key, and gets the job that was made instead of making another.'
      : 'The job may exist now, and it has no idempotency key. Look for it in the OpenTrain app before creating it again.',
    creates: true,
    schema: ENVELOPE,
    read: (body, answer) => normaliseEnvelope(body, answer.serverTime),
  };
}

/** `PATCH /job-drafts/{jobId}` [D job-drafts/update]: sets values, so a repeat changes nothing more. */
export function patchDraft(jobId: string, fields: JobFields): Call<typeof ENVELOPE, DraftEnvelope> {
  return {
    method: 'PATCH',
    path: ['job-drafts', jobId],
    body: fields,
    authenticated: true,
    repeat: 'always',
    purpose: `update draft ${jobId}`,
    doubt: `The fields of draft ${jobId} may have been set. Run the same command again: setting them twice does no harm.`,
    about: jobId,
    schema: ENVELOPE,
    read: (body, answer) => normaliseEnvelope(body, answer.serverTime),
  };
}

/**
 * `GET /job-drafts/{jobId}`: undocumented [U]. Null when the server has no such route, which may show as a status or
 * as an answer that is no draft (a web page, say).
 */
export function getDraft(jobId: string): Call<typeof ENVELOPE, DraftEnvelope | null> {
  return {
    method: 'GET',
    path: ['job-drafts', jobId],
    authenticated: true,
    repeat: 'always',
    purpose: `read draft ${jobId}`,
    doubt: null,
    schema: ENVELOPE,
    read: (body, answer) => normaliseEnvelope(body, answer.serverTime, 'UNKNOWN'),
    excuse: (answer) => (NO_ROUTE.has(answer.status) || answer.status < 400 ? null : undefined),
  };
}

/** Text goes into `source`, as the guides show it; the other formats have their documented top-level keys. */
function draftBody(input: DraftInput): Readonly<Record<string, unknown>> {
  const names = {
    ...(input.externalId === undefined ? {} : { externalId: input.externalId }),
    ...(input.idempotencyKey === undefined ? {} : { idempotencyKey: input.idempotencyKey }),
  };
  const { format, payload } = input.source;
  if (format === 'text') return { source: { type: 'text', text: payload, ...names } };
  return { format, [PAYLOAD_KEY[format]]: payload, ...names };
}

/** Where each format has its document [D job-drafts/create]. */
const PAYLOAD_KEY: Readonly<Record<Exclude<DraftSource['format'], 'text'>, string>> = {
  opentrain_canonical: 'job',
  schema_org_job_posting: 'jsonLd',
  indeed_xml: 'xml',
  hr_xml: 'xml',
};
