/**
 * `sensitive_values` in the shape of `terraform show -json`: it mirrors the values, with `true` where one is sensitive.
 * Terraform leaves out plain values that are not, and keeps the skeleton of lists and objects.
 */
export function sensitiveMirror(
  values: Readonly<Record<string, unknown>>,
  sensitive: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => [
    name,
    sensitive.has(name) ? true : skeleton(value),
  ]);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

function skeleton(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => skeleton(item) ?? false);
  if (typeof value !== 'object' || value === null) return undefined;
  return sensitiveMirror(value as Readonly<Record<string, unknown>>, NONE);
}

const NONE: ReadonlySet<string> = new Set();
