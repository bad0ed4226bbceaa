import { compareText } from './json-text.ts';
import type { StateInstance, StateResource } from './model.ts';

/** Terraform's order of resources: module, mode, type, name. The input is returned as is when already in order. */
export function sortResources(resources: readonly StateResource[]): readonly StateResource[] {
  return sorted(
    resources,
    (a, b) =>
      compareText(a.module ?? '', b.module ?? '') ||
      compareText(a.mode, b.mode) ||
      compareText(a.type, b.type) ||
      compareText(a.name, b.name),
  );
}

/** Terraform's order of instances: no key, numbers, texts; the current object before deposed ones. */
export function sortInstances(resource: StateResource): StateResource {
  const instances = sorted(resource.instances, compareInstances);
  return instances === resource.instances ? resource : { ...resource, instances };
}

function compareInstances(a: StateInstance, b: StateInstance): number {
  return compareKeys(a.indexKey, b.indexKey) || compareText(a.deposed ?? '', b.deposed ?? '');
}

function compareKeys(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return rank(a) - rank(b);
}

function rank(key: string | number | undefined): number {
  if (key === undefined) return 0;
  return typeof key === 'number' ? 1 : 2;
}

function sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const isSorted = items.every((item, index) => {
    const before = items[index - 1];
    return index === 0 || before === undefined || compare(before, item) <= 0;
  });
  return isSorted ? items : [...items].sort(compare);
}
