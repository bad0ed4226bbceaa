import type { JobRecord } from '../store/model.ts';
import { isoTime, isoTimeOrNull, type World } from '../world.ts';
import { jobUrl, postedAt, slug, titleOf } from './access.ts';

/** A job as the marketplace shows it: display values, pay split up, no head count, volume or visibility [D jobs/get]. */
export function publicBody(world: World, job: JobRecord) {
  const { fields } = job;
  const text = typeof fields.jobDescription === 'string' ? fields.jobDescription : '';
  const account = world.store.tables.accounts.get(job.accountId);
  return {
    id: job.id,
    slug: slug(job),
    title: titleOf(job),
    companyName: account?.organizationName ?? '',
    descriptionText: text,
    descriptionHtml: `<p>${escapeHtml(text)}</p>`,
    seoTitle: null,
    summary: null,
    status: 'open',
    datePosted: postedAt(job),
    validThrough: isoTimeOrNull(job.validThrough),
    updatedAt: isoTime(job.updatedAt),
    employmentTypes: ['CONTRACTOR'],
    countries: listOf(fields.countries),
    languages: listOf(fields.languages),
    category: textOrNull(fields.subjectMatter),
    dataType: display(fields.dataType),
    labelTypes: listOf(fields.labelTypes).map(display),
    labelingSoftware: textOrNull(fields.labelingSoftware),
    experienceLevel: display(fields.experienceLevel),
    skills: [],
    pay: {
      paymentType: fields.paymentType ?? null,
      currency: 'USD',
      hourlyRate: rate(fields, 'PAY_PER_HOUR', 'pricePerHour'),
      hourlyMin: null,
      hourlyMax: null,
      fixedPrice: rate(fields, 'FIXED_PRICE', 'fixedPrice'),
      perLabelRate: rate(fields, 'PAY_PER_LABEL', 'pricePerLabel'),
    },
    url: jobUrl(world, job),
    applyUrl: `${jobUrl(world, job)}/apply`,
  };
}

/** `ENTRY_LEVEL` as `Entry level`: live jobs are shown in display form only [D jobs/get]. */
export function display(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const words = value.toLowerCase().replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function rate(fields: Readonly<Record<string, unknown>>, type: string, key: string): number | null {
  const value = fields[key];
  return fields.paymentType === type && typeof value === 'number' ? value : null;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
