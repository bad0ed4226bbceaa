/** A JSON value that knows where it begins: 0-based offset in code units. */
export type JsonNode = JsonObjectNode | JsonArrayNode | JsonScalarNode;

export interface JsonObjectNode {
  readonly kind: 'object';
  readonly offset: number;
  /** Of several members with one key the last, as `JSON.parse` has it. */
  readonly members: Map<string, JsonNode>;
}

export interface JsonArrayNode {
  readonly kind: 'array';
  readonly offset: number;
  readonly items: JsonNode[];
}

export interface JsonScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string | number | boolean | null;
}

const TOKEN = /[[\]{}]|"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/g;

/** The tree of a text that is known to be JSON (`jsonFault` found nothing). Depth is bounded by memory only. */
export function parseJsonTree(text: string): JsonNode {
  const open: (JsonObjectNode | JsonArrayNode)[] = [];
  const keys: (string | null)[] = [];
  let root: JsonNode | undefined;
  const place = (node: JsonNode): void => {
    const parent = open.at(-1);
    if (parent === undefined) root = node;
    else if (parent.kind === 'array') parent.items.push(node);
    else {
      parent.members.set(keys.at(-1) ?? '', node);
      keys[keys.length - 1] = null;
    }
  };
  for (const { 0: token, index: offset } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      const node: JsonObjectNode | JsonArrayNode =
        token === '{' ? { kind: 'object', offset, members: new Map() } : { kind: 'array', offset, items: [] };
      place(node);
      open.push(node);
      keys.push(null);
    } else if (token === '}' || token === ']') {
      open.pop();
      keys.pop();
    } else {
      const value: JsonScalarNode['value'] = JSON.parse(token);
      const awaitsKey = open.at(-1)?.kind === 'object' && keys.at(-1) === null;
      if (awaitsKey) keys[keys.length - 1] = String(value);
      else place({ kind: 'scalar', offset, value });
    }
  }
  return root ?? { kind: 'scalar', offset: 0, value: null };
}
