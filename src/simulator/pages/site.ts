import type { IncomingMessage } from 'node:http';
import { parseForm, readBody } from '../http/body.ts';
import { ApiError, forbidden, notFound } from '../http/errors.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import type { Reply, Route, SimRequest } from '../http/route.ts';
import { Router } from '../http/router.ts';
import type { World } from '../world.ts';
import { claimPages } from './claim/claim-pages.ts';
import { dashboardPages } from './dashboard/dashboard-pages.ts';
import { FormTokens } from './form-tokens.ts';
import { html } from './html.ts';
import { jobPages } from './jobs/job-pages.ts';
import { page } from './layout.ts';
import { formText, type PageParts } from './page-route.ts';
import { Sessions } from './sessions.ts';

/** What the site needs of the simulator. */
export interface SiteParts extends Omit<PageParts, 'sessions' | 'tokens'> {
  readonly world: World;
  /** Makes the changes of a form durable; runs before the answer leaves. */
  readonly commit: () => void;
}

/**
 * The pages for people. Like the controls they are neither in the request log nor hit by faults: they are not the
 * client under test.
 *
 * | Page | |
 * |---|---|
 * | `/` | dashboard: jobs, requests, faults, dialect, clock, accounts |
 * | `/claim`, `/claim?token=` | the human part of the claim ceremony (`claimUrl`, `verification_uri`) |
 * | `/job-post?jobId=` (or `?job=`) | editor and review (`draftUrl`, `reviewUrl`) |
 * | `/job-post/review?jobId=` | the job as it would be published |
 * | `/jobs/<slug>--<id>` | the public page (`jobUrl`), and `…/apply` under it |
 */
export class Site {
  readonly #parts: SiteParts;
  readonly #tokens = new FormTokens();
  readonly #router: Router;

  constructor(parts: SiteParts) {
    this.#parts = parts;
    const { faults, log, human } = parts;
    const pageParts: PageParts = { faults, log, human, tokens: this.#tokens, sessions: new Sessions() };
    this.#router = new Router([
      ...dashboardPages(pageParts),
      ...claimPages(pageParts),
      ...jobPages(pageParts),
      icon,
    ]);
  }

  /** Whether the path is a page's, whatever the method. */
  owns(path: string): boolean {
    return this.#router.match('GET', path).kind !== 'none';
  }

  /** Answers a request for a page; every failure is a page too. */
  async serve(
    incoming: IncomingMessage,
    call: { readonly method: string; readonly path: string; readonly query: string },
  ): Promise<Reply> {
    const { world, commit } = this.#parts;
    try {
      const text = await readBody(world, incoming);
      if (!isLoopbackHost(incoming.headers.host)) {
        throw forbidden('These pages answer loopback host names only.');
      }
      const method = call.method === 'HEAD' ? 'GET' : call.method;
      const match = this.#router.match(method, call.path);
      if (match.kind === 'none') throw notFound('There is no such page.');
      if (match.kind === 'wrong-method') {
        const allow = { Allow: match.allowed.join(', ') };
        throw new ApiError(405, 'BAD_REQUEST', `This page does not take ${call.method}.`, undefined, allow);
      }
      const request = toRequest(incoming, call, match.params, match.route, text);
      if (match.route.method === 'POST') this.#checkForm(request);
      const reply = match.route.handler(world, request);
      commit();
      return reply;
    } catch (error) {
      commit();
      return failure(error);
    }
  }

  /** Raises 403 for a form that another site sent, or that was sent before. */
  #checkForm(request: SimRequest): void {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const foreign =
      (origin !== undefined && origin !== `http://${host}`) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (foreign) throw forbidden('This form was sent from another site, so nothing was done.');
    if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
      throw new ApiError(415, 'BAD_REQUEST', 'Forms are sent as application/x-www-form-urlencoded.');
    }
    if (!this.#tokens.take(formText(request, 'formToken'))) {
      throw forbidden(
        'This form was sent before, or its page is out of date, so nothing was done now. Go back, reload the page and try again.',
      );
    }
  }
}

/** Browsers ask for one on their own; it must not end up in the request log. */
const icon: Route = {
  method: 'GET',
  pattern: '/favicon.ico',
  access: { kind: 'public' },
  handler: () => ({ status: 204 }),
};

function toRequest(
  incoming: IncomingMessage,
  call: { readonly method: string; readonly path: string; readonly query: string },
  params: Readonly<Record<string, string>>,
  route: Route,
  text: string,
): SimRequest {
  return {
    method: call.method,
    path: call.path,
    query: new URLSearchParams(call.query),
    params,
    headers: incoming.headers,
    body: route.body === 'form' ? parseForm(text) : undefined,
    bodyText: text,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    caller: null,
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'That cannot be done',
  403: 'Refused',
  404: 'Not found',
  405: 'Not possible here',
  413: 'Too large',
};

function failure(error: unknown): Reply {
  const known = error instanceof ApiError;
  const status = known ? error.status : 500;
  const title = TITLES[status] ?? (known ? 'That did not work' : 'Simulator bug');
  const message = error instanceof Error ? error.message : String(error);
  return page({
    title,
    status,
    narrow: true,
    headers: known ? error.headers : {},
    body: html`<h1>${title}</h1><p>${message}</p><p><a href="/">Go to the dashboard</a></p>`,
  });
}
