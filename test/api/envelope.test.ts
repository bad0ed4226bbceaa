import { describe, expect, it } from 'vitest';
import { ENVELOPE, normaliseEnvelope } from '../../src/api/envelope.ts';
import { normaliseIssues } from '../../src/api/issues.ts';
import { normaliseValidation } from '../../src/api/validation.ts';

const GAP = {
  field: 'experienceLevel',
  label: 'Experience level',
  message: 'Experience level is required before publishing.',
  code: 'missing_required_field',
  prompt: 'ask: What level?',
  type: 'enum',
  enumValues: ['EXPERT', 'ENTRY_LEVEL'],
  updateKeys: ['experienceLevel'],
  example: 'EXPERT',
  hint: null,
};
const READ = { ...GAP, prompt: 'What level?' };
const BARE = {
  field: 'experienceLevel',
  label: null,
  message: null,
  code: null,
  prompt: null,
  type: null,
  enumValues: null,
  updateKeys: ['experienceLevel'],
  example: null,
  hint: null,
};

describe('normaliseValidation', () => {
  it.each<[name: string, envelope: unknown, expected: unknown]>([
    [
      'objects inside validation (quickstart)',
      { validation: { publishReady: false, missingFields: [GAP] } },
      { publishReady: false, missing: [READ], issues: [] },
    ],
    [
      'objects at top level beside an empty list (create)',
      {
        validation: { publishReady: false, missingFieldCount: 1, missingFields: [], issues: [] },
        missingFields: [GAP],
      },
      { publishReady: false, missing: [READ], issues: [] },
    ],
    [
      'names inside and objects at top level (guide)',
      {
        validation: { publishReady: false, missingFields: ['experienceLevel', 'dataVolumeUnit'] },
        missingFields: [GAP],
      },
      {
        publishReady: false,
        missing: [READ, { ...BARE, field: 'dataVolumeUnit', updateKeys: ['dataVolumeUnit'] }],
        issues: [],
      },
    ],
    [
      'names only',
      { validation: { publishReady: false, missingFields: ['experienceLevel'] } },
      { publishReady: false, missing: [BARE], issues: [] },
    ],
    [
      'objects in both places merge',
      {
        validation: { publishReady: false, missingFields: [{ field: 'experienceLevel', hint: 'h' }] },
        missingFields: [GAP],
      },
      { publishReady: false, missing: [{ ...READ, hint: 'h' }], issues: [] },
    ],
    [
      'upper-case code, number as example, keys that differ from the field',
      {
        validation: {
          publishReady: false,
          missingFields: [
            { field: 'payRate', code: 'MISSING_PAY_RATE', example: 0.05, updateKeys: ['pricePerLabel'] },
          ],
        },
      },
      {
        publishReady: false,
        missing: [
          {
            ...BARE,
            field: 'payRate',
            code: 'MISSING_PAY_RATE',
            example: '0.05',
            updateKeys: ['pricePerLabel'],
          },
        ],
        issues: [],
      },
    ],
    [
      'publishReady absent, nothing listed',
      { validation: { missingFields: [] } },
      { publishReady: true, missing: [], issues: [] },
    ],
    [
      'publishReady absent, gaps',
      { validation: { missingFields: ['a'] } },
      { publishReady: false, missing: [{ ...BARE, field: 'a', updateKeys: ['a'] }], issues: [] },
    ],
    ['nothing said at all is not ready', {}, { publishReady: false, missing: [], issues: [] }],
    ['validation null', { validation: null }, { publishReady: false, missing: [], issues: [] }],
    [
      'issues as strings and objects',
      {
        validation: {
          publishReady: false,
          missingFields: [],
          issues: ['Too short.', { path: ['a', 'b'], message: 'Bad.' }, { x: 1 }],
        },
      },
      { publishReady: false, missing: [], issues: ['Too short.', 'a.b: Bad.', '{"x":1}'] },
    ],
    [
      'a count without names',
      { validation: { publishReady: false, missingFieldCount: 2, missingFields: [] } },
      {
        publishReady: false,
        missing: [],
        issues: ['2 required field(s) are missing, and the answer does not name them.'],
      },
    ],
    [
      'details.validation of a publish 400, given directly',
      { publishReady: false, missingFields: [GAP] },
      { publishReady: false, missing: [READ], issues: [] },
    ],
  ])('%s', (_name, envelope, expected) => {
    expect(normaliseValidation(envelope)).toEqual(expected);
  });
});

describe('normaliseEnvelope', () => {
  it('reads the other undocumented shapes', () => {
    const body = ENVELOPE.parse({
      jobId: 'j',
      normalizedFields: { jobTitle: 'T' },
      warnings: ['w', { message: 'm', field: 'f' }],
      unmappedFields: [
        '$.a',
        { path: ['b', 0], reason: 'r', valuePreview: 5 },
        { path: 'c', valuePr: { x: 1 } },
      ],
      lowConfidenceFields: ['d', { field: 'e', confidence: 0.2 }, { path: ['f'] }],
    });
    expect(normaliseEnvelope(body, 7)).toEqual({
      jobId: 'j',
      status: 'DRAFT',
      draftUrl: null,
      reviewUrl: null,
      validation: { publishReady: false, missing: [], issues: [] },
      normalizedFields: { jobTitle: 'T' },
      warnings: ['w', 'f: m'],
      unmapped: [
        { path: '$.a', reason: null, preview: null },
        { path: 'b.0', reason: 'r', preview: '5' },
        { path: 'c', reason: null, preview: '{"x":1}' },
      ],
      lowConfidence: ['d', 'e', 'f'],
      serverTime: 7,
    });
  });

  it.each([
    ['absent', {}],
    ['empty', { jobId: '' }],
    ['null', { jobId: null }],
    ['a list', []],
  ])('takes no envelope with jobId %s', (_name, body) => {
    expect(ENVELOPE.safeParse(body).success).toBe(false);
  });
});

describe('normaliseIssues', () => {
  const issue = { path: ['job', 0, 'x'], message: 'Bad', keys: [] };
  const raw = { code: 'custom', path: ['job', 0, 'x'], message: 'Bad' };
  it.each<[name: string, details: unknown, expected: unknown]>([
    ['details.issues', { issues: [raw] }, [issue]],
    ['details as the list', [raw], [issue]],
    ['details.errors', { errors: [raw] }, [issue]],
    ['details.error.issues', { error: { issues: [raw] } }, [issue]],
    [
      'flattened',
      { fieldErrors: { a: ['one', 'two'], b: 'three' }, formErrors: ['whole'] },
      [
        { path: [], message: 'whole', keys: [] },
        { path: ['a'], message: 'one', keys: [] },
        { path: ['a'], message: 'two', keys: [] },
        { path: ['b'], message: 'three', keys: [] },
      ],
    ],
    [
      'unrecognized_keys without a message',
      { issues: [{ code: 'unrecognized_keys', keys: ['foo', 'bar'], path: [] }] },
      [{ path: [], message: 'Unrecognized key(s): foo, bar', keys: ['foo', 'bar'] }],
    ],
    [
      'dotted path',
      { issues: [{ path: 'a.b', message: 'Bad' }] },
      [{ path: ['a', 'b'], message: 'Bad', keys: [] }],
    ],
    ['details.field', { field: 'limit' }, [{ path: ['limit'], message: 'Invalid value', keys: [] }]],
    [
      'supportedStatuses',
      { supportedStatuses: ['OPEN'] },
      [{ path: ['status'], message: 'Expected one of OPEN', keys: [] }],
    ],
    ['texts', { issues: ['plain'] }, [{ path: [], message: 'plain', keys: [] }]],
    ['none', { other: 1 }, []],
    ['no details', undefined, []],
  ])('%s', (_name, details, expected) => {
    expect(normaliseIssues(details)).toEqual(expected);
  });
});
