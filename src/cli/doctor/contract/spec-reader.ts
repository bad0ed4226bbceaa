import { asObject, asText, type JsonObject, member } from './json-values.ts';

/** Operations of the largest document looked at; the documented API has about fifty. */
const MAX_OPERATIONS = 2_000;

/** Steps that following references may take in one look-up, and in one document. */
const MAX_HOPS = 32;
const MAX_STEPS = 1_000_000;

const METHODS = ['get', 'post', 'patch', 'put', 'delete'];
const API_ROOT = '/api/public/v1';

export interface SpecOperation {
  /** As in the contract: `POST /job-drafts`. */
  readonly name: string;
  readonly operation: JsonObject;
  /** Of the operation and of its path. */
  readonly parameters: readonly unknown[];
  /** The operation's own, else the document's. */
  readonly security: unknown;
}

/** What could not be read in a document that is one; each is a sentence for the user. */
export type SpecRefusal = { readonly refused: string };

/**
 * An OpenAPI document, read leniently: versions 3.0 and 3.1, paths with or without the API root, references with
 * cycles. Nothing in it can make a look-up run without end.
 */
export class SpecReader {
  readonly version: string;
  readonly title: string | null;
  readonly apiVersion: string | null;
  readonly operations: ReadonlyMap<string, SpecOperation>;
  /** True when more operations are there than were read. */
  readonly cutOff: boolean;
  readonly #document: JsonObject;
  #steps = MAX_STEPS;

  private constructor(document: JsonObject, version: string) {
    this.#document = document;
    this.version = version;
    const info = asObject(document.info);
    this.title = asText(info?.title) ?? null;
    this.apiVersion = asText(info?.version) ?? null;
    const { operations, cutOff } = this.#readOperations();
    this.operations = operations;
    this.cutOff = cutOff;
  }

  /** Null document parts are fine; what is no OpenAPI 3 document at all is refused with the reason. */
  static read(document: unknown): SpecReader | SpecRefusal {
    const object = asObject(document);
    if (object === undefined) return { refused: 'It is no JSON object.' };
    const version = asText(object.openapi);
    if (version === undefined) {
      const swagger = asText(object.swagger);
      return {
        refused:
          swagger === undefined
            ? 'It has no "openapi" version.'
            : `It is of version ${swagger}, and versions 3.0 and 3.1 are understood.`,
      };
    }
    if (!/^3\.\d/.test(version)) {
      return { refused: `It is of version ${version}, and versions 3.0 and 3.1 are understood.` };
    }
    const reader = new SpecReader(object, version);
    return reader.operations.size === 0 ? { refused: 'It describes no operation.' } : reader;
  }

  /** An operation by its name in the contract; names of path parameters do not count. */
  find(name: string): SpecOperation | undefined {
    return this.operations.get(keyOf(name));
  }

  /** Whether anything outside the public API root is described, as the `/api/agent` family is. */
  get describesAgentCalls(): boolean {
    return [...this.operations.keys()].some((key) => key.includes(' /api/agent/'));
  }

  /** The value behind `$ref`s inside the document. Undefined for a cycle, a foreign file, or a dead end. */
  resolve(value: unknown): unknown {
    let current = value;
    for (let hops = 0; hops < MAX_HOPS; hops += 1) {
      const reference = asText(member(current, '$ref'));
      if (reference === undefined) return current;
      if (this.#steps <= 0) return undefined;
      this.#steps -= 1;
      current = this.#pointer(reference);
    }
    return undefined;
  }

  /** Pays for looking at so many things. False once the document has cost more than any sensible one does. */
  spend(things: number): boolean {
    this.#steps -= things;
    return this.#steps > 0;
  }

  #pointer(reference: string): unknown {
    if (!reference.startsWith('#/')) return undefined;
    let value: unknown = this.#document;
    for (const step of reference.slice(2).split('/')) {
      const name = tryDecode(step).replaceAll('~1', '/').replaceAll('~0', '~');
      value = Array.isArray(value) ? value[Number(name)] : member(value, name);
    }
    return value;
  }

  #readOperations(): { operations: Map<string, SpecOperation>; cutOff: boolean } {
    const operations = new Map<string, SpecOperation>();
    const prefix = this.#serverPath(this.#document.servers);
    for (const [path, rawItem] of Object.entries(asObject(this.#document.paths) ?? {})) {
      const item = asObject(this.resolve(rawItem));
      if (item === undefined) continue;
      const full = `${item.servers === undefined ? prefix : this.#serverPath(item.servers)}${path}`;
      for (const method of METHODS) {
        const operation = asObject(member(item, method));
        if (operation === undefined) continue;
        if (operations.size >= MAX_OPERATIONS) return { operations, cutOff: true };
        const name = `${method.toUpperCase()} ${relativePath(full)}`;
        operations.set(keyOf(name), {
          name,
          operation,
          parameters: [...list(item.parameters), ...list(operation.parameters)],
          security: operation.security ?? this.#document.security,
        });
      }
    }
    return { operations, cutOff: false };
  }

  #serverPath(servers: unknown): string {
    const url = asText(member(Array.isArray(servers) ? servers[0] : undefined, 'url')) ?? '';
    const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\/+$/, '');
    return path.startsWith('/') ? path : '';
  }
}

/** Below the API root, as the contract writes paths. */
function relativePath(path: string): string {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const at = clean.indexOf(`${API_ROOT}/`);
  if (at >= 0) return clean.slice(at + API_ROOT.length);
  const agent = clean.indexOf('/api/agent/');
  return agent >= 0 ? clean.slice(agent) : clean;
}

function keyOf(name: string): string {
  return name.replace(/\{[^}]*\}/g, '{}');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
