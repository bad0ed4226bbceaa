import type { FaultKind } from './fault.ts';

type ListBody = Record<string, unknown> & { nextCursor: unknown };

/** Spoils list pages: remembers the last page of each list so that it can come again. */
export class PageFaults {
  readonly #last = new Map<string, ListBody>();

  /** The body to send; `list` names the list and its reader (path and account). */
  apply(fault: FaultKind | null, list: string, body: unknown): unknown {
    if (!isListBody(body)) return body;
    const before = this.#last.get(list);
    if (fault?.type === 'repeated-page' && before !== undefined) return before;
    let result = body;
    if (fault?.type === 'duplicate-page' && before !== undefined) {
      const rows = Object.keys(body).find((key) => Array.isArray(body[key]));
      if (rows !== undefined) {
        result = { ...body, [rows]: [...(before[rows] as unknown[]), ...(body[rows] as unknown[])] };
      }
    }
    this.#last.set(list, body);
    return result;
  }

  clear(): void {
    this.#last.clear();
  }
}

function isListBody(body: unknown): body is ListBody {
  return body !== null && typeof body === 'object' && 'nextCursor' in body;
}
