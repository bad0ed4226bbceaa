import type { FieldCollector } from './parsed-source.ts';

/** Labels of lines like `Title: …` whose text goes straight into a field; numbers and lists are found by the rules. */
const LABELS = new Map([
  ['title', 'jobTitle'],
  ['job title', 'jobTitle'],
  ['position', 'jobTitle'],
  ['role', 'jobTitle'],
  ['subject', 'subjectMatter'],
  ['subject matter', 'subjectMatter'],
  ['domain', 'subjectMatter'],
  ['labeling overview', 'labelingOverview'],
  ['labelling overview', 'labelingOverview'],
  ['overview', 'labelingOverview'],
  ['dataset', 'datasetDescription'],
  ['data set', 'datasetDescription'],
  ['dataset description', 'datasetDescription'],
  ['workload', 'workloadDesc'],
  ['scope', 'projectScope'],
  ['project scope', 'projectScope'],
  ['interview', 'aiInterviewRequirements'],
  ['interview requirements', 'aiInterviewRequirements'],
  ['duration', 'projectDuration'],
  ['project duration', 'projectDuration'],
  ['time requirement', 'timeRequirement'],
  ['time commitment', 'timeRequirement'],
  ['budget', 'budgetRange'],
]);
const MAX_LABEL_CHARS = 40;
const MARKUP = /^[\s#>*_•-]{0,12}/u;

/**
 * Lines of the form `Label: text`, with or without markdown marks, and headings whose text is on the next line.
 */
export function readSections(source: string, out: FieldCollector): void {
  const lines = source.split('\n');
  for (const [n, line] of lines.entries()) {
    const bare = line.replace(MARKUP, '');
    const colon = bare.slice(0, MAX_LABEL_CHARS).indexOf(':');
    const isHeading = line.trimStart().startsWith('#');
    if (colon < 0 && !isHeading) continue;
    const label = colon < 0 ? bare : bare.slice(0, colon);
    const key = LABELS.get(unmarked(label.slice(0, MAX_LABEL_CHARS)).toLowerCase());
    if (!key || out.has(key)) continue;
    const value =
      unmarked(colon < 0 ? '' : bare.slice(colon + 1)) || (isHeading ? unmarked(lines[n + 1] ?? '') : '');
    if (value) out.set(key, value);
  }
}

function unmarked(text: string): string {
  return text
    .trim()
    .replace(/^[*_#` ]{1,10}/, '')
    .replace(/[*_#` ]{1,10}$/, '')
    .trim();
}
