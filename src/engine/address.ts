/** Resource instance address of the root module. Data sources carry the `data.` prefix in their text form. */
export interface ResourceAddress {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
}

/** Address of the whole block, without index: `opentrain_job.a`, `data.opentrain_job.b`. */
export function blockAddress(address: Pick<ResourceAddress, 'mode' | 'type' | 'name'>): string {
  return `${address.mode === 'data' ? 'data.' : ''}${address.type}.${address.name}`;
}

/** Terraform's text of an index: `[0]`, `["es"]`, or nothing. */
export function formatIndex(index: string | number | undefined): string {
  if (index === undefined) return '';
  return typeof index === 'number' ? `[${index}]` : `[${JSON.stringify(index)}]`;
}

export function formatAddress(address: ResourceAddress): string {
  return blockAddress(address) + formatIndex(address.index);
}

const PATTERN = /^(data\.)?([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)(?:\[(.*)\])?$/s;

function parseIndex(text: string): string | number | null {
  if (/^\d+$/.test(text)) return Number(text);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Null when `text` is no address of a root module resource (module paths included). */
export function tryParseAddress(text: string): ResourceAddress | null {
  const match = PATTERN.exec(text.trim());
  if (match === null) return null;
  const [, data, type, name, indexText] = match;
  if (
    type === undefined ||
    name === undefined ||
    type === 'module' ||
    (type === 'data' && data === undefined)
  ) {
    return null;
  }
  const mode = data === undefined ? 'managed' : 'data';
  if (indexText === undefined) return { mode, type, name };
  const index = parseIndex(indexText);
  return index === null ? null : { mode, type, name, index };
}

/** True when `pattern` names `address` itself or the block (without index) that holds it. */
export function matchAddress(pattern: ResourceAddress, address: ResourceAddress): boolean {
  return (
    pattern.mode === address.mode &&
    pattern.type === address.type &&
    pattern.name === address.name &&
    (pattern.index === undefined || pattern.index === address.index)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Order of plans and state lists: data last, then type, name, numbers before strings, each in their own order. */
export function compareAddresses(a: ResourceAddress, b: ResourceAddress): number {
  if (a.mode !== b.mode) return a.mode === 'managed' ? -1 : 1;
  const byName = compareText(a.type, b.type) || compareText(a.name, b.name);
  if (byName !== 0 || a.index === b.index) return byName;
  if (a.index === undefined) return -1;
  if (b.index === undefined) return 1;
  if (typeof a.index === 'number' && typeof b.index === 'number') return a.index - b.index;
  if (typeof a.index !== typeof b.index) return typeof a.index === 'number' ? -1 : 1;
  return compareText(String(a.index), String(b.index));
}
