// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { COMPLETE, type ProgramParts, QUICKSTART_TEXT, titled } from '../scenarios/program.ts';

/** What the account holds before the run that is killed: five live jobs. */
export const BEFORE: ProgramParts = {
  jobs: {
    edited: titled('Transcribe short calls'),
    ended: titled('Sort street signs'),
    swapped: titled('Rank search results'),
    swapped_first: titled('Compare two answers', { lifecycle: { create_before_destroy: true } }),
    renamed: titled('Check map labels'),
  },
};

const OTHER_SOURCE = { text: QUICKSTART_TEXT.replace('12 categories', '14 categories') };
/** A moved job keeps what it was made under. */
const RENAMED = { external_id: 'jobs.renamed', idempotency_key: 'jobs.renamed' };

function after(more: ProgramParts['jobs']): ProgramParts {
  return {
    jobs: {
      edited: titled('Transcribe short calls', { data_volume: 500 }),
      swapped: titled('Rank search results', { source: OTHER_SOURCE }),
      swapped_first: titled('Compare two answers', {
        source: OTHER_SOURCE,
        lifecycle: { create_before_destroy: true },
      }),
      moved: titled('Check map labels', RENAMED),
      ...more,
    },
    moved: [{ from: 'opentrain_job.renamed', to: 'opentrain_job.moved' }],
    outputs: { edited_id: { value: '${opentrain_job.edited.id}' } },
  };
}

/** What the killed run is to reach: two creates (one of them patched), a live edit, a close, two replaces, a move. */
export const AFTER = after({ made: titled('Label product images'), made_plain: COMPLETE });

/** The same with a job that was being made changed once more. */
export const EDITED = after({
  made: titled('Label product photos', { data_volume: 700 }),
  made_plain: COMPLETE,
});

/** The same without a job that was being made. */
export const REMOVED = after({ made_plain: COMPLETE });

export const PROGRAMS = { same: AFTER, edited: EDITED, removed: REMOVED } as const;
