import { JOB_FIELDS, type JobField } from '../contract/index.ts';
import type { Attribute, Schema } from './schema-model.ts';

const SOURCE_ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  text: {
    type: 'string',
    optional: true,
    description: 'Plain-English description, at most 60,000 characters.',
  },
  canonical: {
    type: 'string',
    optional: true,
    description: 'JSON object in the `opentrain_canonical` format, as text (`jsonencode({...})`).',
  },
  schema_org: {
    type: 'string',
    optional: true,
    description: 'schema.org `JobPosting` as JSON-LD text.',
  },
  indeed_xml: { type: 'string', optional: true, description: 'Indeed XML feed with one job.' },
  hr_xml: { type: 'string', optional: true, description: 'HR-XML document with one position.' },
};

function fieldAttribute(field: JobField): Attribute {
  const values = field.enumValues
    ? ` One of ${field.enumValues.map((value) => `\`${value}\``).join(', ')}; the server's own list wins.`
    : '';
  return {
    type: field.type === 'string_set' ? { set: 'string' } : field.type,
    optional: true,
    computed: true,
    description: `${field.description}${values}`,
  };
}

/**
 * Schema of `opentrain_job`. Job fields are optional and computed: what the program leaves out is filled by the
 * server's parser or by a person, shown, and never overwritten.
 */
export const jobSchema: Schema = {
  version: 0,
  description:
    'A job on the OpenTrain marketplace: drafted, patched until the server calls it ready, published, edited live, ' +
    'and closed. The program owns the fields it declares; every other field belongs to whoever filled it.',
  attributes: {
    id: { type: 'string', computed: true, description: 'Job ID, the same from draft to archive.' },
    ...Object.fromEntries(JOB_FIELDS.map((field) => [field.attribute, fieldAttribute(field)])),
    source: {
      type: { object: SOURCE_ATTRIBUTES },
      optional: true,
      description:
        'What the draft is made from; exactly one of its attributes. Left out, the text is made from `job_title` ' +
        'and `job_description`. Read at creation only: changing it plans a replacement, which closes the job with ' +
        'its proposals and posts a new one.',
    },
    extra_fields: {
      type: 'string',
      optional: true,
      description:
        'JSON object of update keys that this version does not know, checked against the server’s `draft.updateKeys`.',
    },
    publish: {
      type: 'bool',
      optional: true,
      computed: true,
      description:
        'Publish as soon as the server calls the draft ready. Default `true`. There is no way to unpublish: turning ' +
        'it off later leaves a live job live.',
    },
    on_destroy: {
      type: 'string',
      optional: true,
      computed: true,
      description:
        'What destroying does: `close` (default) archives the job and keeps its contracts, `abandon` leaves it as it is.',
    },
    external_id: {
      type: 'string',
      optional: true,
      computed: true,
      description:
        'Your own ID of the job, sent at creation. Changing it later has no effect until the job is replaced.',
    },
    idempotency_key: {
      type: 'string',
      optional: true,
      computed: true,
      description:
        'Key under which the draft is created, so that a repeated request finds the first job instead of posting a ' +
        'second one. Made for you when left out. Changing it later has no effect until the job is replaced.',
    },
    status: {
      type: 'string',
      computed: true,
      description:
        'Status on OpenTrain: `DRAFT`, `OPEN`, `ARCHIVED`, `ONGOING`, `COMPLETED` or `PENDING_APPROVAL`.',
    },
    job_url: { type: 'string', computed: true, description: 'Public page, once the job is live.' },
    draft_url: { type: 'string', computed: true, description: 'Editor page in the OpenTrain app.' },
    review_url: { type: 'string', computed: true, description: 'Review page in the OpenTrain app.' },
  },
};
