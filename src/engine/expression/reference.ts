import type { JsonValue } from '../../state/model.ts';
import type { Expression, Step } from './syntax.ts';

/** What a traversal's root means. Steps are what is left after the name. */
export type Reference =
  | {
      readonly kind: 'resource';
      readonly mode: 'managed' | 'data';
      readonly type: string;
      readonly name: string;
      readonly steps: readonly Step[];
    }
  | { readonly kind: 'variable' | 'local'; readonly name: string; readonly steps: readonly Step[] }
  | {
      readonly kind: 'each' | 'count' | 'path' | 'terraform';
      readonly name: string;
      readonly steps: readonly Step[];
    }
  | { readonly kind: 'unsupported'; readonly what: string };

const NAMED_ROOTS: Readonly<Record<string, 'variable' | 'local' | 'each' | 'count' | 'path' | 'terraform'>> =
  {
    var: 'variable',
    local: 'local',
    each: 'each',
    count: 'count',
    path: 'path',
    terraform: 'terraform',
  };

const UNSUPPORTED_ROOTS: Readonly<Record<string, string>> = {
  module: 'a module output',
  self: 'a reference to self',
  ephemeral: 'an ephemeral resource',
};

function attributeName(step: Step | undefined): string | null {
  return step?.kind === 'attribute' ? step.name : null;
}

/** Null when the traversal names nothing (`var` alone, `opentrain_job` without a name). */
export function tryResolveRoot(root: string, steps: readonly Step[]): Reference | null {
  const what = Object.hasOwn(UNSUPPORTED_ROOTS, root) ? UNSUPPORTED_ROOTS[root] : undefined;
  if (what !== undefined) return { kind: 'unsupported', what };
  const kind = Object.hasOwn(NAMED_ROOTS, root) ? NAMED_ROOTS[root] : undefined;
  const first = attributeName(steps[0]);
  if (first === null) return null;
  if (kind !== undefined) return { kind, name: first, steps: steps.slice(1) };
  if (root !== 'data' && root !== 'resource') {
    return { kind: 'resource', mode: 'managed', type: root, name: first, steps: steps.slice(1) };
  }
  const second = attributeName(steps[1]);
  if (second === null) return null;
  const mode = root === 'data' ? 'data' : 'managed';
  return { kind: 'resource', mode, type: first, name: second, steps: steps.slice(2) };
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts;
    case 'list':
      return expression.items;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'call':
      return [expression.argument];
    default:
      return [];
  }
}

/** Visits every traversal inside, index keys included. */
export function visitTraversals(
  expression: Expression,
  visit: (traversal: Extract<Expression, { kind: 'traversal' }>) => void,
): void {
  for (const part of partsOf(expression)) visitTraversals(part, visit);
  if (expression.kind !== 'traversal') return;
  visit(expression);
  for (const step of expression.steps) if (step.kind === 'index') visitTraversals(step.key, visit);
}

/**
 * Every string with a template inside a JSON value, with its place. Object keys are templates too, as in
 * Terraform's JSON syntax.
 */
export function visitTemplates(
  value: JsonValue,
  path: readonly (string | number)[],
  visit: (text: string, path: readonly (string | number)[]) => void,
): void {
  if (typeof value === 'string') {
    if (value.includes('${') || value.includes('%{')) visit(value, path);
  } else if (Array.isArray(value)) {
    value.forEach((item: JsonValue, index) => {
      visitTemplates(item, [...path, index], visit);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key.includes('${') || key.includes('%{')) visit(key, path);
      visitTemplates(item, [...path, key], visit);
    }
  }
}
