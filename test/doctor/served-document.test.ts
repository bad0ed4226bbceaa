import { expect, it } from 'vitest';
import { allDialects, defaultDialect, type Simulator } from '../../src/simulator/index.ts';
import { OPERATIONS } from '../../src/simulator/openapi/operations.ts';
import { API_ROUTES } from '../../src/simulator/routes.ts';
import { COMPLETE, call, start } from '../simulator/harness.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly 'application/json': { readonly schema: Schema } } }>
  >;
}

async function served(simulator: Simulator): Promise<Document> {
  const { status, body } = await call(simulator, 'GET', '/openapi.json', undefined, { token: null });
  expect(status).toBe(200);
  return body;
}

it('describes every route below /api once, and no other', () => {
  const routes = API_ROUTES.filter(
    ({ pattern }) => pattern.startsWith('/api/') && !pattern.endsWith('/openapi.json'),
  ).map(({ method, pattern }) => `${method} ${pattern}`);
  expect(Object.keys(OPERATIONS).sort()).toEqual(routes.sort());
});

it('refers only to schemas that it holds', async () => {
  const document = await served(await start());
  const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(document.components.schemas).toHaveProperty(name ?? '');
});

/** Mistakes of a value against a schema: wrong types, unknown values, missing and undeclared keys. */
function mistakes(document: Document, schema: Schema, value: unknown, path: string): readonly string[] {
  if (schema.$ref !== undefined) {
    const target = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    return target === undefined ? [`${path}: dead reference`] : mistakes(document, target, value, path);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const got = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits =
    types.length === 0 || types.includes(got) || (Number.isInteger(value) && types.includes('integer'));
  if (!fits) return [`${path}: ${got}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path}: ${String(value)}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, index) => mistakes(document, items, item, `${path}[${index}]`));
  }
  if (got !== 'object' || schema.properties === undefined) return [];
  const object = value as Record<string, unknown>;
  const { properties } = schema;
  return [
    ...(schema.required ?? []).filter((key) => !(key in object)).map((key) => `${path}.${key}: missing`),
    ...Object.entries(object).flatMap(([key, inner]) => {
      const own = properties[key];
      return own === undefined
        ? [`${path}.${key}: not declared`]
        : mistakes(document, own, inner, `${path}.${key}`);
    }),
  ];
}

/** A run through the life of a job, refusals included. */
async function observe(simulator: Simulator): Promise<readonly string[]> {
  const document = await served(simulator);
  const found: string[] = [];
  const step = async (
    method: string,
    path: string,
    pattern: string,
    body?: unknown,
    token?: string | null,
  ) => {
    const answer = await call(simulator, method, path, body, token === undefined ? {} : { token });
    const full = pattern.startsWith('/api') ? pattern : `/api/public/v1${pattern}`;
    const row = document.paths[full]?.[method.toLowerCase()]?.responses[answer.status];
    const name = `${method} ${pattern} ${answer.status}`;
    if (row === undefined) found.push(`${name}: not described`);
    else if (pattern !== '/jobs/{jobId}' || method !== 'GET') {
      found.push(...mistakes(document, row.content['application/json'].schema, answer.body, name));
    }
    return answer.body;
  };
  await step('GET', '/auth/me', '/auth/me');
  await step('GET', '/auth/me', '/auth/me', undefined, null);
  await step('GET', '/job-drafts/capabilities', '/job-drafts/capabilities');
  const keyed = { rawJobDescription: 'Label 500 images in English.', idempotencyKey: 'k', externalId: 'x' };
  const { jobId } = await step('POST', '/job-drafts', '/job-drafts', keyed);
  await step('POST', '/job-drafts', '/job-drafts', keyed);
  await step('POST', '/job-drafts', '/job-drafts', { ...keyed, rawJobDescription: 'Another.' });
  await step('POST', '/job-drafts', '/job-drafts', { format: 'nonsense' });
  await step('POST', `/jobs/${jobId}/publish`, '/jobs/{jobId}/publish');
  await step('PATCH', `/job-drafts/${jobId}`, '/job-drafts/{jobId}', { nonsense: 1 });
  await step('PATCH', `/job-drafts/${jobId}`, '/job-drafts/{jobId}', COMPLETE);
  await step('POST', `/jobs/${jobId}/publish`, '/jobs/{jobId}/publish');
  await step('PATCH', `/job-drafts/${jobId}`, '/job-drafts/{jobId}', { headcount: 2 });
  await step('PATCH', `/jobs/${jobId}`, '/jobs/{jobId}', { headcount: 3 });
  await step('GET', '/jobs/mine', '/jobs/mine');
  await step('GET', '/jobs/mine?limit=0', '/jobs/mine');
  simulator.human.addProposal(jobId);
  await step('GET', `/jobs/${jobId}/proposals`, '/jobs/{jobId}/proposals');
  await step('GET', '/updates', '/updates');
  await step('POST', `/jobs/${jobId}/close`, '/jobs/{jobId}/close');
  await step('POST', `/jobs/${jobId}/close`, '/jobs/{jobId}/close');
  await step('POST', `/jobs/${jobId}/publish`, '/jobs/{jobId}/publish');
  await step('POST', '/tokens', '/tokens', { name: 'second' });
  await step('GET', '/tokens', '/tokens');
  await step('POST', '/api/agent/identity', '/api/agent/identity', {}, null);
  await step('POST', '/api/agent/identity', '/api/agent/identity', { identity_type: 'x' }, null);
  return found;
}

it('says what a client sees, in every dialect', async () => {
  const wrong: Record<string, readonly string[]> = {};
  for (const { name, dialect } of allDialects({ hostile: true })) {
    const simulator = await start({ dialect: { ...defaultDialect(), ...dialect } });
    const found = await observe(simulator);
    if (found.length > 0) wrong[name] = found;
    await simulator.stop();
  }
  expect(wrong).toEqual({});
});
