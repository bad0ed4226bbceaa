import type { Reply } from '../../http/route.ts';
import { publicBody } from '../../jobs/public-body.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { errorSummary, type FormMistake, note, postForm, textInput } from '../form-parts.ts';
import { type HtmlPart, html } from '../html.ts';
import { page } from '../layout.ts';
import { publicPath } from './job-access.ts';

/** The listing as AI trainers see it: display values only, as the public API has them. */
export function publicPage(world: World, job: JobRecord, notice: HtmlPart = null): Reply {
  const shown = publicBody(world, job);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Company', shown.companyName],
    ['Pay', payShown(shown.pay)],
    ['Experience', shown.experienceLevel],
    ['Kind of data', shown.dataType],
    ['Labels', shown.labelTypes.join(', ')],
    ['Software', shown.labelingSoftware],
    ['Languages', shown.languages.join(', ')],
    ['Countries', shown.countries.join(', ')],
    ['Posted', shown.datePosted.slice(0, 10)],
    ['Open until', shown.validThrough?.slice(0, 10) ?? null],
  ];
  return page({
    title: shown.title,
    narrow: true,
    body: html`${notice}<h1>${shown.title}</h1>
<section class="card" aria-labelledby="facts"><h2 id="facts">At a glance</h2><dl>${facts
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
<section class="card" aria-labelledby="work"><h2 id="work">The work</h2><p class="prose">${shown.descriptionText}</p></section>
<p class="buttons"><a class="button" href="${publicPath(world, job)}/apply">Apply</a></p>`,
  });
}

/** The listing of a job that was live and is over. */
export function closedPage(): Reply {
  return page({
    title: 'This job is closed',
    status: 404,
    narrow: true,
    body: html`<h1>This job is closed</h1><p>It takes no more applications. <a href="/">Go to the dashboard</a></p>`,
  });
}

/** What a trainer typed. */
export interface Application {
  readonly displayName: string;
  readonly bidUsd: string;
}

/** The form of a trainer; sending it is a proposal that the API shows. */
export function applyPage(
  job: JobRecord,
  title: string,
  path: string,
  token: string,
  typed: Application = { displayName: '', bidUsd: '' },
  mistakes: readonly FormMistake[] = [],
): Reply {
  return page({
    title: `Apply: ${title}`,
    status: mistakes.length > 0 ? 422 : 200,
    narrow: true,
    body: html`${errorSummary(mistakes)}<h1>Apply for “${title}”</h1>
<section class="card" aria-label="Application">${postForm(
      `${path}/apply`,
      token,
      html`${textInput({ name: 'displayName', label: 'Your name', hint: 'As it is shown to the company, such as Maria G.', autocomplete: 'name', value: typed.displayName, required: true, mistakes })}
${textInput({ name: 'bidUsd', label: 'Your bid in US dollars', hint: 'In the unit of the job’s pay. Empty: what the job offers.', inputmode: 'decimal', value: typed.bidUsd, mistakes })}
<div class="buttons"><button>Send application</button><a class="button plain" href="${path}">Back</a></div>`,
      { hidden: { jobId: job.id }, label: 'Application' },
    )}</section>`,
  });
}

/** Shown on the listing after something was done to it. */
export function publishedNote(): HtmlPart {
  return note('good', 'Published', 'The job is live. AI trainers can apply now.');
}

function payShown(pay: ReturnType<typeof publicBody>['pay']): string | null {
  if (pay.hourlyRate !== null) return `${pay.hourlyRate} USD an hour`;
  if (pay.perLabelRate !== null) return `${pay.perLabelRate} USD a label`;
  if (pay.fixedPrice !== null) return `${pay.fixedPrice} USD for the whole job`;
  return null;
}
