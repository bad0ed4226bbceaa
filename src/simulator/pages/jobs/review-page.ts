import type { Reply } from '../../http/route.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { type HtmlPart, html } from '../html.ts';
import { page } from '../layout.ts';
import { FIELD_GROUPS, fieldLabel } from './field-groups.ts';
import { fieldText } from './field-texts.ts';
import { editorPath, reviewPath, statusShown, titleShown } from './job-access.ts';
import { jobSummary, missingNote } from './job-panels.ts';

/** What the review shows beside the job. */
export interface ReviewInput {
  readonly world: World;
  readonly job: JobRecord;
  readonly token: () => string;
  readonly notice?: HtmlPart;
  /** Of the answer, when an action on this page was refused. */
  readonly status?: number;
}

/** The whole job to read before it is published, with the warnings of the import and what is missing. */
export function reviewPage(input: ReviewInput): Reply {
  const { world, job, token } = input;
  return page({
    title: `Review: ${titleShown(job)}`,
    status: input.status ?? 200,
    body: html`${input.notice}<h1>${titleShown(job)}</h1><p>${statusShown(job.status)} ${statusLine(job)}</p>
${missingNote(world, job, editorPath(world, job))}
<div class="split"><div>${FIELD_GROUPS.map(
      (group, index) =>
        html`<section class="card" aria-labelledby="group-${index}"><h2 id="group-${index}">${group.title}</h2><dl>${group.fields.map(
          (field) => html`<dt>${fieldLabel(field)}</dt>${valueShown(job.fields[field.key])}`,
        )}</dl></section>`,
    )}${importNotes(job)}</div>
<div class="aside">${jobSummary(world, job, token, reviewPath(job))}</div></div>`,
  });
}

function statusLine(job: JobRecord): string {
  switch (job.status) {
    case 'DRAFT':
      return 'Only you can see it.';
    case 'OPEN':
      return 'AI trainers can see it and apply.';
    case 'ARCHIVED':
      return 'It is off the marketplace for good.';
    case 'PENDING_APPROVAL':
      return 'It waits for approval before anybody can see it.';
    case 'ONGOING':
      return 'Work is going on.';
    default:
      return 'The work is done.';
  }
}

function valueShown(value: unknown): HtmlPart {
  const text = Array.isArray(value) ? value.map(String).join(', ') : fieldText(value);
  return text === '' ? html`<dd class="unset">Not set</dd>` : html`<dd>${text}</dd>`;
}

/** What the parser was unsure of or could not place. */
function importNotes(job: JobRecord): HtmlPart {
  const lines = [
    ...job.warnings,
    ...job.lowConfidence.map((field) => `Check ${field}: it was read with low confidence.`),
    ...job.unmapped.map(({ path, reason, valuePreview }) => `Not used: ${path} (${reason}): ${valuePreview}`),
  ];
  if (lines.length === 0) return null;
  return html`<section class="card" aria-labelledby="import-notes"><h2 id="import-notes">Notes of the import</h2><ul>${lines.map(
    (line) => html`<li>${line}</li>`,
  )}</ul></section>`;
}
