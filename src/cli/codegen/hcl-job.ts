import { sanitiseLine } from '../terminal/sanitise.ts';
import { hclString, hclText, hclValue } from './hcl-value.ts';
import { extraFieldsOf, type JobCode, tableFields } from './job-code.ts';

/** A resource block that declares the job, laid out as `terraform fmt` would. */
export function hclResource(job: JobCode): string {
  const rows: (readonly [string, string])[] = tableFields(job.fields).map(({ field, value }) => [
    field.attribute,
    hclValue(value),
  ]);
  const extra = extraFieldsOf(job.fields);
  if (extra !== null) rows.push(['extra_fields', hclString(JSON.stringify(extra))]);
  if (job.identity !== null) {
    rows.push(['external_id', hclString(job.identity.externalId)]);
    rows.push(['idempotency_key', hclString(job.identity.idempotencyKey)]);
  }
  const groups = [
    ...(job.source === null ? [] : [sourceBlock(job.source)]),
    ...(rows.length === 0 ? [] : [aligned(rows)]),
    ...(job.publish
      ? []
      : ['  # A draft. Remove this line, and the next apply publishes the job.\n  publish = false\n']),
  ];
  const notes = job.notes.map((note) => `# ${sanitiseLine(note)}`.trimEnd());
  return `${notes.map((note) => `${note}\n`).join('')}resource "opentrain_job" ${hclString(job.name)} {\n${groups.join('\n')}}\n`;
}

function sourceBlock(source: NonNullable<JobCode['source']>): string {
  return `  source = {\n    ${source.attribute} = ${hclText(source.text, '    ')}\n  }\n`;
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)} = ${value}\n`).join('');
}
