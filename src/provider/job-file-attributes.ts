import { jobSchema } from './job-schema.ts';
import type { Attribute, AttributeType } from './schema-model.ts';

function isPlain(type: AttributeType): boolean {
  return typeof type === 'string' || 'set' in type;
}

/** Attributes that a job file may set: what a program may declare of a job, but for its source. */
export const JOB_FILE_ATTRIBUTES: Readonly<Record<string, Attribute>> = Object.fromEntries(
  Object.entries(jobSchema.attributes).filter(
    ([, attribute]) => attribute.optional === true && isPlain(attribute.type),
  ),
);
