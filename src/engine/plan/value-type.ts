import type { AttributeType, Schema } from '../../provider/schema-model.ts';
import { ExactNumber, isObjectValue, isUnknown, type Value } from '../../provider/values.ts';
import type { JsonValue } from '../../state/index.ts';
import { parseTemplate } from '../expression/parse.ts';
import { tryResolveRoot } from '../expression/reference.ts';
import type { Step } from '../expression/syntax.ts';
import type { Program } from '../program/program.ts';

/** A schema type in Terraform's JSON type syntax. */
export function typeOfAttribute(type: AttributeType): JsonValue {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', 'string'];
  if ('set' in type) return ['set', 'string'];
  if ('map' in type) return ['map', 'string'];
  const attributes = 'object' in type ? type.object : type.listOfObject;
  const object: JsonValue = [
    'object',
    Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, typeOfAttribute(attribute.type)]),
    ),
  ];
  return 'object' in type ? object : ['list', object];
}

/** The type that a bare value has in Terraform. */
export function typeOfValue(value: Value): JsonValue {
  if (value === null || isUnknown(value)) return 'dynamic';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || value instanceof ExactNumber) return 'number';
  if (Array.isArray(value)) return ['tuple', value.map((item: Value) => typeOfValue(item))];
  if (!isObjectValue(value)) return 'dynamic';
  return ['object', Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeOfValue(item)]))];
}

function typeInSchema(schema: Schema, steps: readonly Step[]): JsonValue | null {
  let attributes = schema.attributes;
  const [first, ...rest] = steps;
  if (first?.kind !== 'attribute') return null;
  let type = attributes[first.name]?.type;
  for (const step of rest) {
    if (type === undefined) return null;
    if (typeof type === 'object' && 'listOfObject' in type && step.kind === 'index')
      type = { object: type.listOfObject };
    else if (typeof type === 'object' && 'object' in type && step.kind === 'attribute') {
      attributes = type.object;
      type = attributes[step.name]?.type;
    } else return typeof type === 'object' && rest.length === 1 ? 'string' : null;
  }
  return type === undefined ? null : typeOfAttribute(type);
}

const RESULT_TYPES: Readonly<Record<string, string>> = {
  tostring: 'string',
  tonumber: 'number',
  tobool: 'bool',
  jsonencode: 'string',
};

/** Lists and sets have one element type, which a value alone does not show. */
function typeOfCall(name: string, value: Value): JsonValue | null {
  const collection = name === 'toset' ? 'set' : name === 'tolist' ? 'list' : null;
  if (collection === null) return RESULT_TYPES[name] ?? null;
  if (!Array.isArray(value)) return null;
  const element = value.find((item: Value) => item !== null && !isUnknown(item));
  return [collection, element === undefined ? 'dynamic' : typeOfValue(element)];
}

/**
 * Type of an output in Terraform's JSON type syntax: from the schema where the output is one reference, else from
 * the value. Terraform compares types too, so a list must not turn into a tuple.
 */
export function typeOfOutput(program: Program, source: JsonValue, value: Value): JsonValue {
  const inferred = typeOfValue(value);
  if (typeof source !== 'string' || !source.startsWith('${')) return inferred;
  const expression = parseTemplate(source);
  if (expression.kind === 'call') return typeOfCall(expression.name, value) ?? inferred;
  if (expression.kind !== 'traversal') return inferred;
  const reference = tryResolveRoot(expression.root, expression.steps);
  if (reference?.kind === 'resource') {
    const schema = program.schemaOf(reference.mode, reference.type);
    const [first, ...rest] = reference.steps;
    const steps = first?.kind === 'index' ? rest : reference.steps;
    if (schema === undefined) return inferred;
    if (steps.length > 0) return typeInSchema(schema, steps) ?? inferred;
    const block = program.config.resources.get(
      `${reference.mode === 'data' ? 'data.' : ''}${reference.type}.${reference.name}`,
    );
    const isWhole = first !== undefined || (block?.count === undefined && block?.forEach === undefined);
    return isWhole && isObjectValue(value) ? typeOfAttribute({ object: schema.attributes }) : inferred;
  }
  return inferred;
}
