import type { Attribute, Schema } from './schema-model.ts';

function computed(type: Attribute['type'], description: string): Attribute {
  return { type, computed: true, description };
}

export const jobDataSchema: Schema = {
  version: 0,
  description: 'One of your own jobs as `GET /jobs/mine` lists it, drafts included. Never writes anything.',
  attributes: {
    id: { type: 'string', required: true, description: 'Job ID.' },
    job_title: computed('string', 'Title.'),
    status: computed('string', 'Status on OpenTrain.'),
    published: computed('bool', 'Whether the job is on the marketplace; null where the server does not say.'),
    accepting_applicants: computed('bool', 'Whether trainers can apply; null where the server does not say.'),
    created_at: computed('string', 'Creation time, ISO 8601.'),
    updated_at: computed('string', 'Time of the last change, ISO 8601.'),
    job_url: computed('string', 'Public page, null for a draft.'),
    proposals_total: computed('number', 'Proposals received.'),
    proposals_unreviewed: computed('number', 'Proposals nobody has reviewed yet.'),
  },
};

export const capabilitiesDataSchema: Schema = {
  version: 0,
  description: 'What the account’s job drafting accepts and which features are on for it.',
  attributes: {
    features: computed({ set: 'string' }, 'Names of the capabilities that are on.'),
    import_formats: computed({ list: 'string' }, 'Source formats.'),
    update_keys: computed({ list: 'string' }, 'Update keys the server takes.'),
    payment_types: computed({ list: 'string' }, 'Values of `payment_type`.'),
    experience_levels: computed({ list: 'string' }, 'Values of `experience_level`.'),
    data_volume_units: computed({ list: 'string' }, 'Values of `data_volume_unit`.'),
  },
};

export const accountDataSchema: Schema = {
  version: 0,
  description: 'The account behind the token.',
  attributes: {
    id: computed('string', 'Organization ID, else user ID.'),
    organization_id: computed('string', 'Organization ID.'),
    user_id: computed('string', 'User ID.'),
    email: computed('string', 'E-mail address of the user, null where the server gives none.'),
    full_name: computed('string', 'Name of the user.'),
    scopes: computed({ set: 'string' }, 'Scopes of the token.'),
    claimed: computed(
      'bool',
      'Whether a person has claimed the account; null where the server does not say.',
    ),
  },
};

export const proposalsDataSchema: Schema = {
  version: 0,
  description: 'Proposals of a job, newest first.',
  attributes: {
    job_id: { type: 'string', required: true, description: 'Job ID.' },
    status: {
      type: 'string',
      optional: true,
      description: 'Only proposals in this status, e.g. `SHORTLISTED`.',
    },
    limit: { type: 'number', optional: true, description: 'At most so many proposals. Default: all.' },
    proposals: computed(
      {
        listOfObject: {
          id: computed('string', 'Proposal ID.'),
          status: computed('string', 'Status.'),
          created_at: computed('string', 'Time received, ISO 8601.'),
          candidate_name: computed('string', 'Masked name of the trainer.'),
          country: computed('string', 'Country of the trainer.'),
          bid_usd: computed('number', 'Bid in US dollars.'),
          bid_unit: computed('string', 'What the bid is for; the spelling differs between servers.'),
          interview_score: computed(
            'number',
            'Interview score; the scale is contradicted in the documentation.',
          ),
          match_score: computed('number', 'Match score; the scale is contradicted in the documentation.'),
        },
      },
      'The proposals.',
    ),
  },
};
