import { MAX_SOURCE_TEXT_CHARS } from '../../contract/index.ts';
import { parseSource } from '../parsers/index.ts';
import type { JobRecord } from '../store/model.ts';
import { tick, type World } from '../world.ts';
import { isUnset } from './gaps.ts';
import { mergeFields, sameFields } from './spelling.ts';

/** Writes checked values into a job and moves `updatedAt` as the dialect says. Used by the draft and the live edit. */
export function applyPatch(world: World, job: JobRecord, body: Readonly<Record<string, unknown>>): void {
  let fields = mergeFields(world.dialect, job.fields, body);
  const description = fields.jobDescription;
  if (
    world.dialect.patchReparses === 'fills-unset' &&
    'jobDescription' in body &&
    typeof description === 'string' &&
    description.length <= MAX_SOURCE_TEXT_CHARS
  ) {
    const parsed = parseSource({ format: 'text', text: description }).fields;
    const gaps = Object.entries(parsed).filter(([key]) => isUnset(fields[key]) && !(key in body));
    fields = { ...fields, ...Object.fromEntries(gaps) };
  }
  const changed = !sameFields(fields, job.fields);
  job.fields = fields;
  if (changed || world.dialect.updatedAtMoves !== 'real-change') job.updatedAt = tick(world);
  world.store.put('jobs', job);
}
