import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/api/index.ts';
import { checkContract } from '../../src/cli/doctor/contract/check-contract.ts';
import { ENDPOINTS, IMPORT_FORMATS, JOB_FIELDS } from '../../src/contract/index.ts';
import {
  answers,
  body,
  CLOSE,
  CLOSED,
  CREATE,
  check,
  document,
  type Json,
  MINE,
  object,
  PATCH,
  patch,
  updates,
} from './spec-builder.ts';

interface Row {
  readonly title: string;
  readonly endpoint: string;
  readonly spec: Json;
  /** `effect kind subject`, in order. */
  readonly findings: readonly string[];
}

const rows: readonly Row[] = [
  { title: 'the same', endpoint: CLOSE, spec: document({ [CLOSE]: CLOSED }), findings: [] },
  {
    title: 'parameters of another name, a slash at the end, paths with the API root',
    endpoint: CLOSE,
    spec: { openapi: '3.0.3', paths: { '/api/public/v1/jobs/{id}/close/': { post: CLOSED } } },
    findings: [],
  },
  {
    title: 'an endpoint that is gone',
    endpoint: CLOSE,
    spec: document({ 'GET /team': CLOSED }),
    findings: [`breaks endpoint ${CLOSE}`],
  },
  {
    title: 'a new endpoint',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: CLOSED, 'POST /jobs/{id}/reopen': {} }),
    findings: ['addition endpoint POST /jobs/{id}/reopen'],
  },
  {
    title: 'another success status',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { responses: { 202: {}, default: {} } } }),
    findings: [`breaks status ${CLOSE}`],
  },
  {
    title: 'a second success status',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { responses: { 200: {}, 202: {}, '4XX': {} } } }),
    findings: ['differs status 202'],
  },
  {
    title: 'an error status too few and one too many',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { responses: { 200: {}, 401: {}, 403: {}, 409: {}, 429: {} } } }),
    findings: ['differs status 404', 'addition status 409'],
  },
  {
    title: 'a needed key that is gone, and one that is only used',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { responses: answers(object('id', 'status'), 401, 403, 404) } }),
    findings: ['breaks answer key jobId', 'differs answer key alreadyClosed'],
  },
  {
    title: 'an answer that is not described',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { responses: answers({}, 401, 403, 404) } }),
    findings: [],
  },
  {
    title: 'an answer behind allOf, references and a reference to an answer',
    endpoint: CLOSE,
    spec: document(
      { [CLOSE]: { responses: { 200: { $ref: '#/components/responses/Closed' }, default: {} } } },
      {
        components: {
          responses: {
            Closed: body({ allOf: [{ $ref: '#/components/schemas/Job' }, object('alreadyClosed')] }),
          },
          schemas: { Job: object('jobId', 'status') },
        },
      },
    ),
    findings: [],
  },
  {
    title: 'a key that may be behind a reference to nowhere',
    endpoint: CLOSE,
    spec: document({
      [CLOSE]: {
        responses: answers({ allOf: [{ $ref: 'other.yaml#/Job' }, object('status')] }, 401, 403, 404),
      },
    }),
    findings: [],
  },
  {
    title: 'another scope',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: { ...CLOSED, security: [{ bearer: ['jobs:admin'] }] } }),
    findings: [`breaks scope ${CLOSE}`],
  },
  {
    title: 'the known scope among alternatives',
    endpoint: CLOSE,
    spec: document({ [CLOSE]: CLOSED }, { security: [{ bearer: ['admin'] }, { bearer: ['jobs:write'] }] }),
    findings: [],
  },
  { title: 'the same keys', endpoint: PATCH, spec: document({ [PATCH]: patch(updates({})) }), findings: [] },
  {
    title: 'keys that are gone and new',
    endpoint: PATCH,
    spec: document({ [PATCH]: patch(updates({ headcount: null, urgency: { type: 'string' } })) }),
    findings: ['breaks update key headcount', 'addition update key urgency'],
  },
  {
    title: 'values that are gone and new',
    endpoint: PATCH,
    spec: document({
      [PATCH]: patch(
        updates({
          paymentType: {
            type: ['string', 'null'],
            enum: ['PAY_PER_HOUR', 'FIXED_PRICE', 'PAY_PER_TASK', null],
          },
        }),
      ),
    }),
    findings: ['breaks value paymentType PAY_PER_LABEL', 'addition value paymentType PAY_PER_TASK'],
  },
  {
    title: 'a key of another type',
    endpoint: PATCH,
    spec: document({
      [PATCH]: patch(updates({ pricePerHour: { type: 'string' }, dataVolume: { type: 'integer' } })),
    }),
    findings: ['breaks type pricePerHour', 'differs type dataVolume'],
  },
  {
    title: 'a number that may also be a text',
    endpoint: PATCH,
    spec: document({
      [PATCH]: patch(
        updates({ pricePerHour: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] } }),
      ),
    }),
    findings: [],
  },
  {
    title: 'a key that every edit must have',
    endpoint: PATCH,
    spec: document({ [PATCH]: patch({ ...updates({}), required: ['jobTitle'] }) }),
    findings: ['breaks request key jobTitle'],
  },
  {
    title: 'a body that is only a cycle',
    endpoint: PATCH,
    spec: document(
      { [PATCH]: patch({ $ref: '#/components/schemas/A' }) },
      {
        components: {
          schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
        },
      },
    ),
    findings: [],
  },
  {
    title: 'a body that holds itself',
    endpoint: PATCH,
    spec: document(
      { [PATCH]: patch({ $ref: '#/components/schemas/A' }) },
      { components: { schemas: { A: { ...updates({}), anyOf: [{ $ref: '#/components/schemas/A' }] } } } },
    ),
    findings: [],
  },
  {
    title: 'a create that asks for more, and knows no idempotency key',
    endpoint: CREATE,
    spec: document({
      [CREATE]: {
        requestBody: body({
          ...object('source', 'format', 'job', 'jsonLd', 'xml', 'rawJobDescription', 'projectId', 'colour'),
          required: ['projectId'],
        }),
        responses: { 201: {}, 400: {}, 401: {}, 403: {}, 429: {} },
      },
    }),
    findings: [
      'breaks request key projectId',
      'breaks request key idempotencyKey',
      'differs request key externalId',
      'addition request key colour',
    ],
  },
  {
    title: 'a list without a cursor, and with a query that must be sent',
    endpoint: MINE,
    spec: document({
      [MINE]: {
        parameters: [
          { name: 'limit', in: 'query' },
          { name: 'team', in: 'query', required: true },
        ],
        responses: { 200: {}, default: {} },
      },
    }),
    findings: ['breaks parameter team', 'breaks parameter cursor', 'differs parameter status'],
  },
  {
    title: 'a list whose cursor may be in another file',
    endpoint: MINE,
    spec: document({
      [MINE]: {
        parameters: [{ name: 'limit', in: 'query' }, { $ref: 'common.yaml#/cursor' }],
        responses: { 200: {}, default: {} },
      },
    }),
    findings: [],
  },
  {
    title: 'a value of which one form is in another file',
    endpoint: PATCH,
    spec: document({
      [PATCH]: patch(updates({ pricePerHour: { anyOf: [{ type: 'string' }, { $ref: 'money.yaml#/usd' }] } })),
    }),
    findings: [],
  },
  {
    title: 'rows without an id',
    endpoint: MINE,
    spec: document({
      [MINE]: {
        responses: {
          ...answers({
            type: 'object',
            properties: {
              jobs: {
                type: 'array',
                items: object('title', 'status', 'createdAt', 'updatedAt', 'jobUrl', 'proposalCounts'),
              },
              nextCursor: { type: ['string', 'null'] },
            },
          }),
          default: {},
        },
      },
    }),
    findings: ['breaks answer key jobs[].id'],
  },
];

describe('differences', () => {
  it.each(rows)('$endpoint: $title', ({ endpoint, spec, findings }) => {
    const report = check(endpoint, spec);
    expect(report.spec.kind).toBe('compared');
    expect(report.findings.map(({ effect, kind, subject }) => `${effect} ${kind} ${subject}`)).toEqual(
      findings,
    );
    expect(report.compatible).toBe(!findings.some((line) => line.startsWith('breaks')));
  });

  it('are named as not described where the document says nothing', () => {
    expect(check(CLOSE, document({ [CLOSE]: { responses: answers({}, 401) } })).unseen).toEqual([
      `jobId of ${CLOSE}`,
    ]);
  });

  it('of several calls alike are one', () => {
    const key = patch(updates({ headcount: null }));
    const spec = document({ [PATCH]: key, 'PATCH /jobs/{id}': key });
    const endpoints = ENDPOINTS.filter(({ method }) => method === 'PATCH');
    const contract = { endpoints, unused: [], fields: JOB_FIELDS, questions: [] };
    const report = checkContract(
      contract,
      { kind: 'served', document: spec, serverTime: null },
      {
        ...SERVED,
        updateKeys: JOB_FIELDS.map(({ key: name }) => name).filter((name) => name !== 'headcount'),
      },
    );
    const gone = report.findings.filter(({ subject }) => subject === 'headcount');
    expect(gone.map(({ at }) => at)).toEqual([[PATCH, 'PATCH /jobs/{jobId}', 'capabilities']]);
  });
});

const SERVED: Capabilities = {
  flags: { draftCreate: true, draftUpdate: true, publish: true },
  importFormats: IMPORT_FORMATS,
  updateKeys: JOB_FIELDS.map(({ key }) => key),
  enums: {},
  rolloutMode: 'ALL',
};

describe('capabilities', () => {
  it.each([
    ['the same', {}, []],
    ['empty lists say nothing', { updateKeys: [], importFormats: [], enums: { paymentType: [] } }, []],
    [
      'keys',
      { updateKeys: [...SERVED.updateKeys.slice(1), 'urgency'] },
      ['breaks update key jobTitle', 'addition update key urgency'],
    ],
    [
      'values',
      { enums: { paymentType: ['PAY_PER_LABEL', 'PAY_PER_HOUR', 'X'], visibility: ['PUBLIC'] } },
      ['breaks value paymentType FIXED_PRICE', 'addition value paymentType X', 'addition value visibility'],
    ],
    [
      'formats',
      { importFormats: ['text', 'csv'] },
      [
        'breaks format opentrain_canonical',
        'breaks format schema_org_job_posting',
        'breaks format indeed_xml',
        'breaks format hr_xml',
        'addition format csv',
      ],
    ],
    ['a feature that is off', { flags: { publish: false } }, ['differs feature publish']],
  ] as const)('%s', (_title, changes, findings) => {
    const report = check(CLOSE, document({ [CLOSE]: CLOSED }), { ...SERVED, ...changes } as Capabilities);
    expect(report.findings.map(({ effect, kind, subject }) => `${effect} ${kind} ${subject}`)).toEqual(
      findings,
    );
  });
});
