import { notFound } from '../http/errors.ts';
import type { Handler, Route } from '../http/route.ts';
import { openapiDocument } from './document.ts';
import { applyDrift } from './drift.ts';

/** `GET /api/public/v1/openapi.json` [D agent-discovery]: no token. What the real one holds is not known to us [U]. */
export function specRoute(routes: readonly Route[]): Route {
  const handler: Handler = (world, request) => {
    const { specDrift } = world.dialect;
    if (specDrift === 'not-served') throw notFound(`No route for GET ${request.path}.`);
    if (specDrift === 'web-page') {
      return {
        status: 200,
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>API reference</title>',
      };
    }
    return { status: 200, body: applyDrift(openapiDocument(world, routes), specDrift) };
  };
  return { method: 'GET', pattern: '/api/public/v1/openapi.json', access: { kind: 'public' }, handler };
}
