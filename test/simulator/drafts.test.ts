import { describe, expect, it } from 'vitest';
import { COMPLETE, call, liveJob, readyDraft, start } from './harness.ts';

const TEXT = 'Label 500 images. Pay per label, $0.10 each. English required.';
const XML =
  '<?xml version="1.0"?><source><job><title>Labeller</title><description>Label things.</description></job></source>';

describe('POST /job-drafts', () => {
  it.each([
    ['A text source', { source: { type: 'text', text: TEXT, externalId: 'e', idempotencyKey: 'k' } }],
    ['B text shorthand', { rawJobDescription: TEXT }],
    [
      'C canonical',
      { format: 'opentrain_canonical', job: { title: 'Labeller', description: 'Label things.' } },
    ],
    [
      'D schema.org',
      {
        format: 'schema_org_job_posting',
        jsonLd: {
          '@context': 'https://schema.org',
          '@type': 'JobPosting',
          title: 'Labeller',
          description: 'Label.',
        },
      },
    ],
    ['E Indeed feed', { format: 'indeed_xml', xml: XML }],
    ['payload inside source', { source: { type: 'indeed_xml', xml: XML } }],
  ])('takes body shape %s', async (_name, body) => {
    const simulator = await start();
    const { status, body: envelope } = await call(simulator, 'POST', '/job-drafts', body);
    expect(status).toBe(201);
    expect(envelope).toMatchObject({
      jobId: expect.any(String),
      status: 'DRAFT',
      validation: { publishReady: false },
    });
    expect(Object.keys(envelope.normalizedFields)).toContain('jobTitle');
  });

  it.each([
    ['no source at all', {}, 'format'],
    ['unknown format', { format: 'pdf' }, 'format'],
    ['unknown source type', { source: { type: 'docx', text: 'x' } }, 'source'],
    ['empty text', { rawJobDescription: '  ' }, 'text'],
    ['text that is a number', { source: { type: 'text', text: 5 } }, 'text'],
    ['text over the limit', { rawJobDescription: 'x'.repeat(60_001) }, 'text'],
    ['canonical without job', { format: 'opentrain_canonical' }, 'job'],
    ['schema.org without jsonLd', { format: 'schema_org_job_posting' }, 'jsonLd'],
    ['feed without xml', { format: 'hr_xml' }, 'xml'],
    ['key that is a number', { rawJobDescription: TEXT, idempotencyKey: 1 }, 'idempotencyKey'],
    ['source that is text', { source: 'x' }, 'source'],
  ])('refuses %s', async (_name, body, at) => {
    const simulator = await start();
    const answer = await call(simulator, 'POST', '/job-drafts', body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('BAD_REQUEST');
    expect(answer.body.details.issues[0].path[0]).toBe(at);
    expect(simulator.dump().jobs).toEqual([]);
  });

  it('refuses malformed XML as a source error', async () => {
    const simulator = await start();
    const answer = await call(simulator, 'POST', '/job-drafts', {
      format: 'indeed_xml',
      xml: '<source><job>',
    });
    expect(answer.status).toBe(400);
    expect(answer.body.details.issues.length).toBeGreaterThan(0);
  });

  it('takes a text of exactly the limit', async () => {
    const simulator = await start();
    const text = `${'word '.repeat(11_999)}12345`;
    expect(text.length).toBe(60_000);
    expect((await call(simulator, 'POST', '/job-drafts', { rawJobDescription: text })).status).toBe(201);
  });

  it('answers a known key with the job it made, wherever the key stands', async () => {
    const simulator = await start();
    const first = await call(simulator, 'POST', '/job-drafts', {
      rawJobDescription: TEXT,
      idempotencyKey: 'k',
    });
    const again = await call(simulator, 'POST', '/job-drafts', {
      source: { type: 'text', text: 'Other', idempotencyKey: 'k' },
    });
    expect(again.body).toEqual(first.body);
    expect(simulator.dump().jobs).toHaveLength(1);
  });

  it('keeps keys of different accounts apart', async () => {
    const simulator = await start();
    const { token } = simulator.registerAccount();
    const body = { rawJobDescription: TEXT, idempotencyKey: 'k' };
    const mine = await call(simulator, 'POST', '/job-drafts', body);
    const theirs = await call(simulator, 'POST', '/job-drafts', body, { token });
    expect(theirs.body.jobId).not.toBe(mine.body.jobId);
  });

  it('answers with the archived job after a close', async () => {
    const simulator = await start();
    const body = { rawJobDescription: TEXT, idempotencyKey: 'k' };
    const { jobId } = (await call(simulator, 'POST', '/job-drafts', body)).body;
    await call(simulator, 'POST', `/jobs/${jobId}/close`);
    expect((await call(simulator, 'POST', '/job-drafts', body)).body).toMatchObject({
      jobId,
      status: 'ARCHIVED',
    });
  });
});

describe('PATCH /job-drafts/{id}', () => {
  it.each([
    ['an unknown key', { nope: 1 }, { code: 'unrecognized_keys', keys: ['nope'], path: [] }],
    ['text for a number', { headcount: '3' }, { code: 'invalid_type', path: ['headcount'] }],
    ['a fraction for a count', { headcount: 1.5 }, { code: 'invalid_type', path: ['headcount'] }],
    ['a negative price', { fixedPrice: -1 }, { code: 'too_small', path: ['fixedPrice'] }],
    ['a number for text', { jobTitle: 5 }, { code: 'invalid_type', path: ['jobTitle'] }],
    [
      'an unknown enum value',
      { experienceLevel: 'Expert' },
      { code: 'invalid_value', path: ['experienceLevel'] },
    ],
    ['text for a list', { languages: 'English' }, { code: 'invalid_type', path: ['languages'] }],
    ['a number in a list', { languages: ['English', 5] }, { code: 'invalid_type', path: ['languages', 1] }],
    ['nothing', {}, { path: [] }],
  ])('refuses %s and applies nothing', async (_name, bad, issue) => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const before = simulator.dump().jobs;
    const body = Object.keys(bad).length === 0 ? bad : { subjectMatter: 'Signs', ...bad };
    const answer = await call(simulator, 'PATCH', `/job-drafts/${jobId}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.details.issues).toEqual([expect.objectContaining(issue)]);
    expect(simulator.dump().jobs).toEqual(before);
  });

  it('reports every issue at once', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const answer = await call(simulator, 'PATCH', `/job-drafts/${jobId}`, {
      a: 1,
      b: 2,
      headcount: 'x',
      jobTitle: 1,
    });
    expect(answer.body.details.issues.map((issue: { code: string }) => issue.code)).toEqual([
      'unrecognized_keys',
      'invalid_type',
      'invalid_type',
    ]);
  });

  it.each([
    ['without payment type', { paymentType: null }, ['paymentType']],
    ['per hour without rate', { paymentType: 'PAY_PER_HOUR' }, ['pricePerHour']],
    ['fixed without price', { paymentType: 'FIXED_PRICE' }, ['fixedPrice']],
    ['per label without rate', { pricePerLabel: null }, ['pricePerLabel']],
    ['without title and text', { jobTitle: '', jobDescription: null }, ['jobTitle', 'jobDescription']],
    ['without experience', { experienceLevel: null }, ['experienceLevel']],
    ['without a unit', { dataVolumeUnit: null }, ['dataVolumeUnit']],
  ])('asks for what is missing %s', async (_name, fields, missing) => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const { body } = await call(simulator, 'PATCH', `/job-drafts/${jobId}`, fields);
    expect(body.validation.publishReady).toBe(false);
    expect(body.validation.missingFields.map((gap: { field: string }) => gap.field)).toEqual(missing);
  });

  it('does not let a price of zero be published', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const { body } = await call(simulator, 'PATCH', `/job-drafts/${jobId}`, { pricePerLabel: 0 });
    expect(body.validation).toMatchObject({ publishReady: false, issueCount: 1, missingFieldCount: 0 });
  });

  it('is a 409 for a published job and a 404 for another account', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const conflict = await call(simulator, 'PATCH', `/job-drafts/${jobId}`, { headcount: 2 });
    expect(conflict.status).toBe(409);
    expect(conflict.body.details).toEqual({ jobId, status: 'OPEN', requiredStatus: 'DRAFT' });
    const { token } = simulator.registerAccount();
    expect((await call(simulator, 'PATCH', `/job-drafts/${jobId}`, COMPLETE, { token })).status).toBe(404);
  });
});
