import { JOB_FILE_ATTRIBUTES } from './job-file-attributes.ts';
import { FunctionFailure, type ProviderFunction } from './provider-function.ts';
import type { Attribute } from './schema-model.ts';

const returned: Readonly<Record<string, Attribute>> = {
  ...JOB_FILE_ATTRIBUTES,
  text: {
    type: 'string',
    optional: true,
    description: 'What follows the front matter: the text to draft the job from. Null where there is none.',
  },
};

/** One job from one text file, so that people who write job ads need not write HCL. */
const jobFile: ProviderFunction = {
  summary: 'Attributes of a job from a Markdown file with front matter',
  description:
    'Reads a text that may begin with YAML between two lines of `---`. Its entries are attributes of `opentrain_job`, ' +
    'by the same names; what follows is `text`, for `source`. The result has every attribute that a job file may set, ' +
    'null where the file leaves it out, so that it can be handed on as it is. Mistakes are reported with their lines. ' +
    'Nothing is sent to OpenTrain.',
  parameters: [
    {
      name: 'content',
      type: 'string',
      description: 'Content of the file, as `file("jobs/support.md")` gives it.',
    },
  ],
  returns: { object: returned },
  async call([content]) {
    // Brings a YAML parser along, which no plan needs.
    const { parseJobFile } = await import('./job-file.ts');
    const { job, faults } = parseJobFile(String(content));
    if (faults.length === 0) return job;
    const lines = faults.map(({ line, text }) => `  - line ${line}: ${text}`);
    throw new FunctionFailure(
      `the job file has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}:\n${lines.join('\n')}\n` +
        'Correct the file and run `{command} plan` again.',
      0,
    );
  },
};

/** Functions of the provider by name. */
export const functions: Readonly<Record<string, ProviderFunction>> = { job_file: jobFile };
