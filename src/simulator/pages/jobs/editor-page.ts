import type { JobField } from '../../../contract/index.ts';
import { enumValuesOf } from '../../drafts/gaps.ts';
import type { Reply } from '../../http/route.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { errorSummary, type FormMistake, postForm, selectInput, textArea, textInput } from '../form-parts.ts';
import { type Html, type HtmlPart, html } from '../html.ts';
import { page } from '../layout.ts';
import { controlOf, FIELD_GROUPS, fieldHint, fieldLabel } from './field-groups.ts';
import { fieldText } from './field-texts.ts';
import { editorPath, reviewPath, statusShown, titleShown } from './job-access.ts';
import { jobSummary, missingNote } from './job-panels.ts';

/** What the editor shows beside the job. */
export interface EditorInput {
  readonly world: World;
  readonly job: JobRecord;
  readonly token: () => string;
  /** Above everything, e.g. that the job was saved. */
  readonly notice?: HtmlPart;
  readonly mistakes?: readonly FormMistake[];
  /** Texts as the person left them, by field key; the stored values otherwise. */
  readonly typed?: Readonly<Record<string, string>>;
}

/** The job's editor behind `draftUrl`: every field of the contract, what is missing, and what can be done next. */
export function editorPage(input: EditorInput): Reply {
  const { world, job, token } = input;
  const mistakes = input.mistakes ?? [];
  const form = postForm(
    '/job-post',
    token(),
    html`${FIELD_GROUPS.map(
      (group) =>
        html`<fieldset><legend>${group.title}</legend><div class="fields two">${group.fields.map((field) => control(input, field))}</div></fieldset>`,
    )}<div class="buttons"><button>Save changes</button><a class="button plain" href="${reviewPath(job)}">Review${job.status === 'DRAFT' ? ' and publish' : ''}</a></div>`,
    {
      label: 'Job',
      // The version that the person looked at, so that changes made meanwhile are not silently overwritten.
      hidden: { jobId: job.id, version: String(job.updatedAt) },
    },
  );
  return page({
    title: `Edit: ${titleShown(job)}`,
    status: mistakes.length > 0 ? 422 : 200,
    body: html`${input.notice}${errorSummary(mistakes)}<h1>${titleShown(job)}</h1>
<p>${statusShown(job.status)} Saving here is a change by a person: no API call of the agent knows about it.</p>
${missingNote(world, job, '')}
<div class="split"><section class="card" aria-labelledby="edit-heading"><h2 id="edit-heading">Edit the job</h2>${form}</section>
<div class="aside">${jobSummary(world, job, token, editorPath(world, job))}</div></div>`,
  });
}

function control(input: EditorInput, field: JobField): Html {
  const stored = fieldText(input.job.fields[field.key]);
  const options = {
    name: field.key,
    label: fieldLabel(field),
    hint: hintOf(field),
    value: input.typed?.[field.key] ?? stored,
    mistakes: input.mistakes ?? [],
  };
  switch (controlOf(field)) {
    case 'select': {
      const values = enumValuesOf(input.world.dialect, field) ?? [];
      const all = stored === '' || values.includes(stored) ? values : [...values, stored];
      const choices = [{ value: '', text: 'Not set' }, ...all.map((value) => ({ value, text: value }))];
      return selectInput({ ...options, choices });
    }
    case 'number':
      return textInput({ ...options, inputmode: field.integer === true ? 'numeric' : 'decimal' });
    case 'lines':
      return textArea({ ...options, rows: field.key === 'jobDescription' ? 9 : 4, whole: true });
    case 'list':
      return textArea({ ...options, rows: 3 });
    default:
      return textInput({ ...options, whole: field.key === 'jobTitle' });
  }
}

function hintOf(field: JobField): string {
  return controlOf(field) === 'list'
    ? `${fieldHint(field)} One a line, or separated by commas.`
    : fieldHint(field);
}
