import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createApiClient,
  InvalidRequestError,
  ModerationBlockedError,
  type MyJob,
  NotPublishReadyError,
  type OpentrainApi,
  WrongStateError,
} from '../../src/api/index.ts';
import { allDialects, Simulator } from '../../src/simulator/index.ts';
import { failureOf } from './fault-server.ts';

const TEXT =
  'Label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required.';
const FIELDS = {
  jobTitle: 'Image labels',
  jobDescription: TEXT,
  experienceLevel: 'INTERMEDIATE',
  paymentType: 'PAY_PER_LABEL',
  pricePerLabel: 0.06,
  dataVolume: 10_000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
};

let simulator: Simulator;
let api: OpentrainApi;

beforeAll(async () => {
  simulator = await Simulator.start({ clock: 'virtual', moderation: ['forbidden phrase'] });
  api = createApiClient({
    baseUrl: simulator.url,
    token: simulator.token,
    clock: simulator.clock,
    wait: async (ms) => simulator.clock.advance(ms),
  });
});

afterAll(async () => {
  await api.dispose();
  await simulator.stop();
});

async function listed(id: string): Promise<MyJob | undefined> {
  simulator.clock.advance(60_000);
  for await (const page of api.myJobs()) {
    const job = page.items.find((item) => item.id === id);
    if (job !== undefined) return job;
  }
  return undefined;
}

describe.each(allDialects())('$name', ({ dialect }) => {
  it('goes from draft to closed', async () => {
    simulator.reset();
    simulator.dialect = dialect;
    expect((await api.me()).scopes).toContain('jobs:write');
    expect((await api.capabilities()).updateKeys).toContain('jobTitle');

    const input = { source: { format: 'text', payload: TEXT }, idempotencyKey: 'key-1' } as const;
    const draft = await api.createDraft(input);
    expect(draft).toMatchObject({ status: 'DRAFT', validation: { publishReady: false } });
    expect(draft.validation.missing.flatMap((gap) => gap.updateKeys)).toContain('experienceLevel');
    for (const gap of draft.validation.missing) expect(gap.prompt ?? '').not.toMatch(/^ask:/);
    expect((await api.createDraft(input)).jobId).toBe(draft.jobId);

    const early = await failureOf(api.publish(draft.jobId), NotPublishReadyError);
    expect(early.validation.missing.map((gap) => gap.field)).toEqual(
      draft.validation.missing.map((gap) => gap.field),
    );

    const wrong = await failureOf(api.updateDraft(draft.jobId, { noSuchKey: 1 }), InvalidRequestError);
    expect(JSON.stringify(wrong.issues)).toContain('noSuchKey');

    const ready = await api.updateDraft(draft.jobId, FIELDS);
    expect(ready.validation).toMatchObject({ publishReady: true, missing: [] });
    const read = await api.tryReadDraft(draft.jobId);
    if (simulator.dialect.draftRead !== 'readable') expect(read).toBeNull();
    else
      expect(read?.normalizedFields).toMatchObject({ experienceLevel: 'INTERMEDIATE', pricePerLabel: 0.06 });

    const published = await api.publish(draft.jobId);
    const held = simulator.dialect.publishHold === 'pending-approval';
    expect(published).toMatchObject({ status: held ? 'PENDING_APPROVAL' : 'OPEN', alreadyPublished: false });
    expect(await listed(draft.jobId)).toMatchObject({ status: published.status, title: 'Image labels' });

    if (!held) {
      expect(await api.publish(draft.jobId)).toMatchObject({ alreadyPublished: true });
      expect(await api.updateJob(draft.jobId, { headcount: 3 })).toMatchObject({ status: 'OPEN' });
      const blocked = await failureOf(
        api.updateJob(draft.jobId, { jobDescription: 'A forbidden phrase.' }),
        ModerationBlockedError,
      );
      expect(blocked).toMatchObject({ editApplied: true });
      expect(blocked.reasons.join()).toMatch(/[a-z]/);
      expect(blocked.reasons.join()).not.toContain('{');
      await failureOf(api.updateJob(draft.jobId, { headcount: 4 }), WrongStateError);
      await failureOf(api.publish(draft.jobId), ModerationBlockedError);
      await api.updateDraft(draft.jobId, { jobDescription: TEXT });
      await api.publish(draft.jobId);
      expect(await api.close(draft.jobId)).toMatchObject({ status: 'ARCHIVED', alreadyClosed: false });
      expect(await api.close(draft.jobId)).toMatchObject({ alreadyClosed: true });
      expect(await listed(draft.jobId)).toMatchObject({ status: 'ARCHIVED' });
    }
    expect(simulator.dump().jobs).toHaveLength(1);
  });
});
