import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { Provider } from '../../provider/provider.ts';
import { formatAddress } from '../address.ts';
import { unknownComputed } from '../convert.ts';
import type { StackLocation } from '../engine.ts';
import { report } from '../plan/plan-run.ts';
import { Problem, placed } from '../problem.ts';
import { combineInstances } from '../program/block-value.ts';
import { dependencyOrder } from '../program/dependency-graph.ts';
import { evaluateBlock } from '../program/evaluate-block.ts';
import type { Program } from '../program/program.ts';
import { type Expansion, expand } from '../program/repetition.ts';
import { RunScope, RunValues } from '../program/scope.ts';
import { providerConfig } from './configure.ts';
import { openStack } from './open-stack.ts';

/** Null where the repetition depends on a variable that is not set here: its instances are checked by plan. */
function tryExpand(
  program: Program,
  address: string,
  values: RunValues,
  into: Diagnostic[],
): Expansion | null {
  const block = program.config.resources.get(address);
  if (block === undefined) return null;
  try {
    return expand(block, new RunScope(values));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const isUnset = /known only after apply/.test(error.diagnostic.detail);
    if (!isUnset) into.push(placed(error.diagnostic, { address }));
    return null;
  }
}

function validateBlock(
  provider: Provider,
  program: Program,
  values: RunValues,
  address: string,
  into: Diagnostic[],
): void {
  const block = program.config.resources.get(address);
  const schema = block === undefined ? undefined : program.schemaOf(block.mode, block.type);
  const expansion = schema === undefined ? null : tryExpand(program, address, values, into);
  if (block === undefined || schema === undefined || expansion === null) return;
  const validate =
    block.mode === 'data'
      ? provider.dataSources[block.type]?.validate
      : provider.resources[block.type]?.validate;
  const instances = expansion.instances.map((repetition) => {
    const text = formatAddress({
      ...block,
      ...(repetition.index === undefined ? {} : { index: repetition.index }),
    });
    const evaluated = evaluateBlock(block.attributes, schema, new RunScope(values, repetition), text, into);
    if (evaluated === null) return null;
    report(into, text, validate?.(evaluated.config) ?? []);
    return {
      index: repetition.index,
      value: unknownComputed(evaluated.config, schema),
      sensitive: evaluated.sensitivePaths,
    };
  });
  if (instances.includes(null)) return;
  values.set(
    address,
    combineInstances(
      expansion.mode,
      instances.flatMap((instance) => (instance === null ? [] : [instance])),
    ),
  );
}

/** Checks a stack without server or state: every block, every expression, as far as values are known. */
export async function validateStack(
  provider: Provider,
  location: StackLocation,
): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const source = { variables: {}, environmentVariables: {}, variableFiles: [], mode: 'destroy' as const };
  const opened = await openStack(provider, location, source, diagnostics);
  if (opened === null) return diagnostics;
  const { program } = opened;
  diagnostics.push(...program.references.diagnostics);
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return diagnostics;
  const config = providerConfig(program, diagnostics);
  if (config !== null) report(diagnostics, null, provider.validateConfig(config));
  const graph = new Map(
    [...program.references.blocks].map(([address, references]) => [address, references.waitsFor]),
  );
  const values = new RunValues(program);
  try {
    for (const address of dependencyOrder(graph))
      validateBlock(provider, program, values, address, diagnostics);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    diagnostics.push(error.diagnostic);
  }
  return diagnostics;
}
