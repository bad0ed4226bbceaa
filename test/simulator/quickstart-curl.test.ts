import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { start } from './harness.ts';
import { STEPS, type StepName } from './quickstart-steps.ts';

const run = promisify(execFile);
const missing = spawnSync('curl', ['--version']).error !== undefined;
if (missing)
  process.stdout.write('SKIPPED: quickstart-curl needs the real curl, which is not on the PATH.\n');

interface Shell {
  readonly HOST: string;
  OT_API_TOKEN?: string;
  OT_CLAIM_TOKEN?: string;
  JOB_ID?: string;
}

/** Runs one documented command; returns the HTTP status and the parsed body. */
async function curl(step: StepName, shell: Shell) {
  const args = STEPS[step].args.map((arg) =>
    arg.replace(
      /\$(HOST|OT_API_TOKEN|OT_CLAIM_TOKEN|JOB_ID)\b/g,
      (_all, name: keyof Shell) => shell[name] ?? '',
    ),
  );
  const { stdout } = await run('curl', [...args, '-w', '\n%{http_code}'], { encoding: 'utf8' });
  const cut = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(cut + 1)), body: JSON.parse(stdout.slice(0, cut)) };
}

const PRE_CLAIM = [
  'jobs:read',
  'jobs:write',
  'proposals:read',
  'messages:read',
  'payments:read',
  'team:read',
];

describe.skipIf(missing)('the quickstart with the real curl', () => {
  it('goes from no account to a published job, and hands the account to a human', async () => {
    const simulator = await start({ clock: 'virtual' });
    const shell: Shell = { HOST: simulator.url };

    const registered = await curl('register', shell);
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      identity_type: 'anonymous',
      registration_id: expect.any(String),
      access_token: expect.stringMatching(/^ot_pat_/),
      token_type: 'bearer',
      scopes: PRE_CLAIM,
      claim_token: expect.stringMatching(/^ot_clm_/),
      claim_token_expires_at: '2026-01-06T09:00:00.000Z',
      claim_endpoint: `${simulator.url}/api/agent/identity/claim`,
      token_endpoint: `${simulator.url}/api/agent/oauth/token`,
      grant_type: 'urn:opentrain:agent-auth:grant-type:claim',
    });
    shell.OT_API_TOKEN = registered.body.access_token;
    shell.OT_CLAIM_TOKEN = registered.body.claim_token;

    const me = await curl('me', shell);
    expect(me.status).toBe(200);
    expect(me.body.token.scopes).toEqual(PRE_CLAIM);
    expect(me.body.account.kind).toBe('employer_organization');

    const capabilities = await curl('capabilities', shell);
    expect(capabilities.status).toBe(200);
    expect(capabilities.body).toMatchObject({
      featureKey: 'public_api_job_drafting',
      capabilities: { draftCreate: true, publish: true },
      draft: { enums: { paymentType: ['PAY_PER_LABEL', 'PAY_PER_HOUR', 'FIXED_PRICE'] } },
      enabled: true,
    });

    const draft = await curl('draft', shell);
    expect(draft.status).toBe(201);
    expect(draft.body).toMatchObject({
      status: 'DRAFT',
      draftUrl: expect.stringContaining(draft.body.jobId),
      reviewUrl: expect.stringContaining(draft.body.jobId),
      validation: {
        publishReady: false,
        missingFields: [
          {
            field: 'experienceLevel',
            label: 'Experience level',
            message: 'Experience level is required before publishing.',
            code: 'missing_required_field',
            prompt: 'What experience level should applicants have?',
            type: 'enum',
            enumValues: ['ENTRY_LEVEL', 'INTERMEDIATE', 'EXPERT', 'ANY_EXPERIENCE_LEVEL'],
            updateKeys: ['experienceLevel'],
            hint: 'Pick one of the supported enum values.',
          },
        ],
      },
      normalizedFields: {
        paymentType: 'PAY_PER_LABEL',
        pricePerLabel: 0.05,
        headcount: 3,
        languages: ['English'],
      },
      warnings: [],
      unmappedFields: [],
      import: { rawSourcePreserved: true, autoPublished: false },
    });
    expect(draft.body.lowConfidenceFields).toBeInstanceOf(Array);
    expect(draft.body.parser).toBeTypeOf('object');
    shell.JOB_ID = draft.body.jobId;

    const patched = await curl('patch', shell);
    expect(patched.status).toBe(200);
    expect(patched.body.validation).toEqual({ publishReady: true, missingFields: [] });
    expect(Object.keys(patched.body)).toEqual(Object.keys(draft.body));

    const published = await curl('publish', shell);
    expect(published.status).toBe(200);
    expect(published.body).toEqual({
      ok: true,
      jobId: shell.JOB_ID,
      status: 'OPEN',
      alreadyPublished: false,
      jobUrl: expect.stringContaining(draft.body.jobId),
      publishAttemptId: expect.any(String),
      warnings: [],
      sideEffects: { dispatched: true, status: 'queued' },
    });
    expect((await curl('proposals', shell)).body).toEqual({ proposals: [], nextCursor: null });

    const claim = await curl('claim', shell);
    expect(claim.status).toBe(200);
    expect(claim.body).toEqual({
      user_code: expect.stringMatching(/^\d{6}$/),
      verification_uri: expect.stringMatching(/\/claim\?token=ot_cat_/),
      expires_in: 1800,
      interval: 5,
      email_sent: true,
    });
    expect(await curl('poll', shell)).toEqual({ status: 400, body: { error: 'authorization_pending' } });
    expect(await curl('poll', shell)).toEqual({ status: 400, body: { error: 'slow_down' } });
    simulator.human.claim({ claimToken: registered.body.claim_token });
    expect((await curl('me', shell)).status).toBe(401);
    simulator.clock.advance(5000);
    const granted = await curl('poll', shell);
    expect(granted.status).toBe(200);
    expect(granted.body).toEqual({
      access_token: expect.stringMatching(/^ot_pat_/),
      token_type: 'bearer',
      scopes: expect.arrayContaining([...PRE_CLAIM, 'proposals:write', 'messages:write', 'team:write']),
    });
    simulator.clock.advance(5000);
    expect((await curl('poll', shell)).body.error).toBe('invalid_grant');
    shell.OT_API_TOKEN = granted.body.access_token;
    expect((await curl('proposals', shell)).status).toBe(200);
  });

  it('reports a lapsed claim window as expired_token', async () => {
    const simulator = await start();
    const shell: Shell = { HOST: simulator.url };
    shell.OT_CLAIM_TOKEN = (await curl('register', shell)).body.claim_token;
    simulator.clock.advance(24 * 3_600_000);
    expect((await curl('poll', shell)).body.error).toBe('expired_token');
  });
});
