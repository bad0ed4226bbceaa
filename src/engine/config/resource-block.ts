import { PROVIDER_TYPE } from '../../contract/index.ts';
import type { AttributePath } from '../../provider/diagnostics.ts';
import type { JsonValue } from '../../state/model.ts';
import { blockAddress } from '../address.ts';
import { parseReference } from '../expression/parse.ts';
import { tryResolveRoot } from '../expression/reference.ts';
import type { Expression } from '../expression/syntax.ts';
import { syntaxProblem } from '../expression/syntax-problem.ts';
import type { Remedy } from '../remedy.ts';
import { boolField, isJsonObject, listField, singleBody, wrongShape } from './bodies.ts';
import type { JsonObject, Lifecycle, ResourceBlock } from './config-model.ts';
import { foreignBlock, foreignResource } from './terraform-block.ts';

const META = new Set([
  '//',
  'count',
  'for_each',
  'depends_on',
  'lifecycle',
  'provider',
  'provisioner',
  'connection',
]);
const LIFECYCLE = new Set([
  '//',
  'prevent_destroy',
  'ignore_changes',
  'create_before_destroy',
  'replace_triggered_by',
]);

function parsed(text: JsonValue, where: string, remedy: Remedy): Expression {
  if (typeof text !== 'string') throw wrongShape(where, 'a list of references');
  try {
    return parseReference(text);
  } catch (error) {
    throw syntaxProblem(error, remedy, { address: where });
  }
}

/** Block addresses of a `depends_on`. Raises `Problem`. */
export function readDependsOn(body: JsonObject, where: string, remedy: Remedy): string[] {
  return listField(body, 'depends_on', where).map((item) => {
    const expression = parsed(item, `${where}.depends_on`, remedy);
    const reference =
      expression.kind === 'traversal' ? tryResolveRoot(expression.root, expression.steps) : null;
    if (reference?.kind === 'unsupported')
      throw foreignBlock(`${where}.depends_on with ${reference.what}`, remedy);
    if (reference?.kind !== 'resource')
      throw wrongShape(`${where}.depends_on`, 'a list of resource addresses');
    return blockAddress(reference);
  });
}

function ignoredPath(item: JsonValue, where: string, remedy: Remedy): AttributePath {
  const expression = parsed(item, where, remedy);
  if (expression.kind !== 'traversal') throw wrongShape(where, 'a list of attribute names');
  const steps = expression.steps.map((step) => {
    if (step.kind === 'attribute') return step.name;
    const key = step.key.kind === 'literal' ? step.key.value : null;
    if (typeof key !== 'string' && typeof key !== 'number')
      throw wrongShape(where, 'a list of attribute names');
    return key;
  });
  return [expression.root, ...steps];
}

function readLifecycle(value: JsonValue | undefined, where: string, remedy: Remedy): Lifecycle {
  const body = value === undefined ? {} : singleBody(value, where);
  for (const key of Object.keys(body)) {
    if (!LIFECYCLE.has(key)) throw foreignBlock(`${where}.${key}`, remedy);
  }
  const ignore = body.ignore_changes;
  const all = ignore === 'all' || (Array.isArray(ignore) && ignore.length === 1 && ignore[0] === 'all');
  return {
    preventDestroy: boolField(body, 'prevent_destroy', where) ?? false,
    createBeforeDestroy: boolField(body, 'create_before_destroy', where) ?? false,
    ignoreChanges: all
      ? 'all'
      : listField(body, 'ignore_changes', where).map((item) =>
          ignoredPath(item, `${where}.ignore_changes`, remedy),
        ),
    replaceTriggeredBy: listField(body, 'replace_triggered_by', where).map((item) =>
      parsed(item, `${where}.replace_triggered_by`, remedy),
    ),
  };
}

function constructPath(comment: JsonValue | undefined): string | null {
  const metadata = isJsonObject(comment) ? comment.metadata : undefined;
  const path = isJsonObject(metadata) ? metadata.path : undefined;
  return typeof path === 'string' ? path : null;
}

/** Raises `Problem` for other providers' types, provisioners and wrong shapes. */
export function readResourceBlock(
  mode: 'managed' | 'data',
  type: string,
  name: string,
  value: JsonValue,
  remedy: Remedy,
): ResourceBlock {
  const address = blockAddress({ mode, type, name });
  const body = singleBody(value, address);
  const provider = body.provider;
  const owner = typeof provider === 'string' ? provider.replace(/^\$\{(.*)\}$/s, '$1') : type.split('_')[0];
  if (owner !== PROVIDER_TYPE) throw foreignResource(address, String(owner), remedy);
  for (const key of ['provisioner', 'connection']) {
    if (body[key] !== undefined) throw foreignBlock(`a ${key} in ${address}`, remedy, address);
  }
  if (body.count !== undefined && body.for_each !== undefined)
    throw wrongShape(address, 'given count or for_each, not both');
  return {
    address,
    mode,
    type,
    name,
    attributes: Object.fromEntries(Object.entries(body).filter(([key]) => !META.has(key))),
    count: body.count ?? undefined,
    forEach: body.for_each ?? undefined,
    dependsOn: readDependsOn(body, address, remedy),
    lifecycle: readLifecycle(body.lifecycle, `${address}.lifecycle`, remedy),
    constructPath: constructPath(body['//']),
  };
}
