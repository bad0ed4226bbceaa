import type { FaultList } from '../faults/fault-list.ts';
import type { RequestLog } from '../http/request-log.ts';
import type { Handler, Route, SimRequest } from '../http/route.ts';
import type { Human } from '../human.ts';
import type { FormTokens } from './form-tokens.ts';
import type { Sessions } from './sessions.ts';

/** What pages act on beside the world. */
export interface PageParts {
  readonly faults: FaultList;
  readonly log: RequestLog;
  readonly human: Human;
  readonly sessions: Sessions;
  readonly tokens: FormTokens;
}

/** A page to look at. */
export function shown(pattern: string, handler: Handler): Route {
  return { method: 'GET', pattern, access: { kind: 'public' }, handler };
}

/** The target of a form. By the time the handler runs, origin and one-time token have been checked. */
export function submitted(pattern: string, handler: Handler): Route {
  return { method: 'POST', pattern, access: { kind: 'public' }, body: 'form', handler };
}

/** A field of the sent form; empty when it was left out. */
export function formText(request: SimRequest, name: string): string {
  const form = request.body as Readonly<Record<string, string>>;
  return (Object.hasOwn(form, name) ? form[name] : undefined) ?? '';
}
