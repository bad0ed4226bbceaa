import type { JsonValue } from '../../state/model.ts';
import type { Remedy } from '../remedy.ts';
import { boolField, singleBody, stringField, wrongShape } from './bodies.ts';
import type { OutputBlock, VariableBlock } from './config-model.ts';
import { readDependsOn } from './resource-block.ts';
import { foreignBlock } from './terraform-block.ts';

/** Raises `Problem`; validation blocks and ephemeral variables are refused, not skipped. */
export function readVariable(name: string, value: JsonValue, remedy: Remedy): VariableBlock {
  const where = `variable.${name}`;
  const body = singleBody(value, where);
  for (const key of ['validation', 'ephemeral']) {
    if (body[key] !== undefined && body[key] !== false) throw foreignBlock(`${where}.${key}`, remedy);
  }
  return {
    name,
    type: (stringField(body, 'type', where) ?? 'any').replace(/^\$\{(.*)\}$/s, '$1'),
    default: body.default,
    sensitive: boolField(body, 'sensitive', where) ?? false,
    nullable: boolField(body, 'nullable', where) ?? true,
    description: stringField(body, 'description', where) ?? null,
  };
}

/** Raises `Problem`. */
export function readOutput(name: string, value: JsonValue, remedy: Remedy): OutputBlock {
  const where = `output.${name}`;
  const body = singleBody(value, where);
  for (const key of ['precondition', 'ephemeral']) {
    if (body[key] !== undefined && body[key] !== false) throw foreignBlock(`${where}.${key}`, remedy);
  }
  if (body.value === undefined) throw wrongShape(where, 'an object with a value');
  return {
    name,
    value: body.value,
    sensitive: boolField(body, 'sensitive', where) ?? false,
    dependsOn: readDependsOn(body, where, remedy),
  };
}
