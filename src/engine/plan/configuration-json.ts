import { PROVIDER_SOURCE } from '../../contract/index.ts';
import type { JsonValue } from '../../state/index.ts';
import { blockAddress } from '../address.ts';
import type { JsonObject, ResourceBlock } from '../config/config-model.ts';
import { tryResolveRoot, visitTemplates, visitTraversals } from '../expression/reference.ts';
import type { Expression } from '../expression/syntax.ts';
import { Problem } from '../problem.ts';
import type { Program } from '../program/program.ts';

const PROVIDER_KEY = 'opentrain';

/** A destroy is planned also for a program that does not evaluate any more. */
function tryParse(program: Program, text: string): Expression {
  try {
    return program.templates.parse(text);
  } catch (error) {
    if (error instanceof Problem) return { kind: 'literal', value: text };
    throw error;
  }
}

/** Names that an expression refers to, as Terraform lists them: the whole path, then the block it leads into. */
function referencesIn(program: Program, value: JsonValue): readonly string[] {
  const found = new Set<string>();
  visitTemplates(value, [], (text) => {
    visitTraversals(tryParse(program, text), (traversal) => {
      found.add(traversal.text);
      const reference = tryResolveRoot(traversal.root, traversal.steps);
      if (reference?.kind === 'resource') found.add(blockAddress(reference));
    });
  });
  return [...found];
}

function expression(program: Program, value: JsonValue): JsonObject {
  const references = referencesIn(program, value);
  return { constant_value: value, ...(references.length > 0 ? { references } : {}) };
}

function expressions(program: Program, attributes: JsonObject, hidden: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(attributes).filter(([name]) => !hidden.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, expression(program, value)]));
}

function resource(program: Program, block: ResourceBlock): JsonObject {
  const schema = program.schemaOf(block.mode, block.type);
  const shown = expressions(program, block.attributes, sensitiveNames(schema?.attributes ?? {}));
  return {
    address: block.address,
    mode: block.mode,
    type: block.type,
    name: block.name,
    provider_config_key: PROVIDER_KEY,
    ...(Object.keys(shown).length > 0 ? { expressions: shown } : {}),
    schema_version: schema?.version ?? 0,
    ...(block.count === undefined ? {} : { count_expression: expression(program, block.count) }),
    ...(block.forEach === undefined ? {} : { for_each_expression: expression(program, block.forEach) }),
    ...(block.dependsOn.length > 0 ? { depends_on: block.dependsOn } : {}),
  };
}

function sensitiveNames(attributes: Readonly<Record<string, { readonly sensitive?: boolean }>>): Set<string> {
  return new Set(Object.keys(attributes).filter((name) => attributes[name]?.sensitive === true));
}

/**
 * The program in the shape of `configuration` in `terraform show -json PLANFILE`. Sensitive attributes are left out:
 * a plan file must not hold a token that a program has written into its provider block.
 */
export function configurationJson(program: Program): JsonValue {
  const { provider, resources, outputs, variables } = program.config;
  const hidden = sensitiveNames(program.schemas.provider.attributes);
  const inProvider = expressions(program, provider ?? {}, hidden);
  const blocks = [...resources.values()];
  return {
    provider_config: {
      [PROVIDER_KEY]: {
        name: PROVIDER_KEY,
        full_name: PROVIDER_SOURCE,
        ...(Object.keys(inProvider).length > 0 ? { expressions: inProvider } : {}),
      },
    },
    root_module: {
      ...named(
        outputs,
        (output) => ({
          ...(output.sensitive ? { sensitive: true } : {}),
          expression: expression(program, output.value),
          ...(output.dependsOn.length > 0 ? { depends_on: output.dependsOn } : {}),
        }),
        'outputs',
      ),
      ...(blocks.length > 0 ? { resources: blocks.map((block) => resource(program, block)) } : {}),
      ...named(
        variables,
        (variable) => ({
          ...(variable.default === undefined ? {} : { default: variable.default }),
          ...(variable.description === null ? {} : { description: variable.description }),
          ...(variable.sensitive ? { sensitive: true } : {}),
        }),
        'variables',
      ),
    },
  } as JsonValue;
}

/** An object under `key`; nothing when it would be empty. */
function named<T>(blocks: ReadonlyMap<string, T>, shown: (block: T) => object, key: string): object {
  if (blocks.size === 0) return {};
  return { [key]: Object.fromEntries([...blocks].map(([name, block]) => [name, shown(block)])) };
}
