import { afterEach, expect, it } from 'vitest';
import type { CreateIntent } from '../../src/provider/resource.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { jobConfig, type Known, MemoryIntents, NOTHING, QUICKSTART_TEXT, Run } from './job-harness.ts';

const simulators: Simulator[] = [];

async function start(options: Parameters<typeof Simulator.start>[0] = {}): Promise<Simulator> {
  const simulator = await Simulator.start({ clock: 'virtual', ...options });
  simulators.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

const fields = { experience_level: 'INTERMEDIATE', data_volume: 10000, data_volume_unit: 'NUMBER_OF_FILES' };
const quickstart = jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields });

async function published(simulator: Simulator, config = quickstart): Promise<Known> {
  const known = await (await Run.start(simulator)).apply(NOTHING, config);
  expect(known.state?.status).toBe('OPEN');
  simulator.clock.advance(3_600_000);
  simulator.log.clear();
  return known;
}

/** A run whose create is carried out while every answer to it is lost. */
async function loseCreate(simulator: Simulator, config: typeof quickstart): Promise<Run> {
  const run = await Run.start(simulator);
  const lost = { type: 'reset', when: 'after' } as const;
  simulator.faults.add({ method: 'POST', path: '/job-drafts', count: null, fault: lost });
  await run.apply(NOTHING, config);
  simulator.faults.clear();
  return run;
}

const idOf = (known: Known) => String(known.state?.id);

it('keeps a draft that lacks fields, names each with prompt, values and the line to add, then patches only it', async () => {
  const simulator = await start();
  const incomplete = jobConfig({ source: { text: QUICKSTART_TEXT } });
  const run = await Run.start(simulator);
  const known = await run.apply(NOTHING, incomplete);
  expect(known.state?.status).toBe('DRAFT');
  expect(run.codes()).toEqual(['publish-field-missing']);
  const [gap] = run.diagnostics;
  expect(gap).toMatchObject({ severity: 'warning', attribute: ['experience_level'] });
  expect(gap?.detail).toContain('What experience level should applicants have?');
  expect(gap?.detail).toContain('ENTRY_LEVEL');
  expect(gap?.detail).toMatch(/Add to the job: experienceLevel: '[A-Z_]+',/);
  simulator.log.clear();
  const next = await Run.start(simulator);
  const done = await next.apply(
    known,
    jobConfig({ source: { text: QUICKSTART_TEXT }, experience_level: 'EXPERT' }),
  );
  expect(done.state?.status).toBe('OPEN');
  expect(simulator.log.entries({ method: 'PATCH' }).map((entry) => entry.body)).toEqual([
    { experienceLevel: 'EXPERT' },
  ]);
  expect(simulator.log.entries({ method: 'POST' })).toHaveLength(1);
});

it('keeps a draft that moderation blocks, and publishes it after the wording changed', async () => {
  const simulator = await start({ moderation: ['gambling'] });
  const run = await Run.start(simulator);
  const known = await run.apply(
    NOTHING,
    jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, job_title: 'Label gambling ads' }),
  );
  expect(known.state).toMatchObject({ status: 'DRAFT', job_title: 'Label gambling ads' });
  expect(run.codes()).toEqual(['publish-blocked']);
  const next = await Run.start(simulator);
  const done = await next.apply(
    known,
    jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, job_title: 'Label ads' }),
  );
  expect(done.state).toMatchObject({ id: known.state?.id, status: 'OPEN', job_title: 'Label ads' });
});

it('records that a blocked live edit was applied and took the job off the marketplace', async () => {
  const simulator = await start({ moderation: ['gambling'] });
  const known = await published(simulator);
  const config = jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, job_title: 'Label gambling ads' });
  const run = await Run.start(simulator);
  const plan = await run.plan(await run.read(known), config);
  expect(plan.effects.liveEdit).toEqual(['jobTitle']);
  const blocked = await run.apply(known, config);
  expect(blocked.state).toMatchObject({ status: 'DRAFT', job_title: 'Label gambling ads' });
  expect(run.codes()).toEqual(['live-edit-blocked']);
  const fixed = await (await Run.start(simulator)).apply(blocked, quickstartTitled('Label ads'));
  expect(fixed.state).toMatchObject({ id: known.state?.id, status: 'OPEN', job_title: 'Label ads' });
});

function quickstartTitled(title: string) {
  return jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, job_title: title });
}

it('stops publishing at the daily limit without asking again', async () => {
  const simulator = await start({ publishQuota: 1 });
  const run = await Run.start(simulator);
  const addresses = ['opentrain_job.a', 'opentrain_job.b', 'opentrain_job.c'];
  const known: Known[] = [];
  for (const address of addresses) known.push(await run.apply(NOTHING, quickstart, address));
  expect(known.map((one) => one.state?.status)).toEqual(['OPEN', 'DRAFT', 'DRAFT']);
  expect(run.codes()).toEqual(['publish-quota', 'publish-quota']);
  expect(simulator.log.count({ method: 'POST', status: 429 })).toBe(1);
});

it('never re-posts a job that somebody closed, and sends it no edits', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.human.closeJob(idOf(known));
  const run = await Run.start(simulator);
  const refreshed = await run.read(known);
  const plan = await run.plan(refreshed, quickstartTitled('Another title'));
  expect(plan.planned).toEqual(refreshed.state);
  expect(plan.requiresReplace).toEqual([]);
  expect(plan.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['job-is-over']);
  expect(plan.diagnostics[0]?.detail).toContain('job_title');
});

it('refuses field edits of a job with a contract at plan time', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.human.setStatus(idOf(known), 'ONGOING');
  const run = await Run.start(simulator);
  const plan = await run.plan(await run.read(known), quickstartTitled('Another title'));
  expect(plan.diagnostics).toMatchObject([
    { severity: 'error', code: 'edit-not-possible', attribute: ['job_title'] },
  ]);
});

it('plans a job that is gone beyond doubt as a create', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.human.deleteJob(idOf(known));
  const run = await Run.start(simulator);
  const refreshed = await run.read(known);
  expect(refreshed.state).toBeNull();
  expect(run.codes()).toEqual(['job-gone']);
  expect(simulator.log.count({ path: '/api/public/v1/jobs/mine' })).toBe(2);
});

it('takes a missing job for a token of another account, not for a lost one', async () => {
  const simulator = await start();
  const known = await published(simulator);
  const other = simulator.registerAccount({ claimed: true });
  const run = await Run.start(simulator, { token: other.token });
  const refreshed = await run.read(known);
  expect(refreshed).toEqual(known);
  expect(run.codes()).toEqual(['other-account']);
});

it('reports a change made in the app whose values cannot be seen, and sends ours again on request', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.human.editDraft(idOf(known), { headcount: 7 });
  const run = await Run.start(simulator);
  const refreshed = await run.read(known);
  expect(run.codes()).toEqual(['suspected-drift']);
  expect((await run.plan(refreshed, quickstart)).planned).toEqual(refreshed.state);
  simulator.log.clear();
  const reassert = await Run.start(simulator, { reassert: true });
  await reassert.apply(known, quickstart);
  expect(
    simulator.log.entries({ method: 'PATCH' }).map((entry) => Object.keys(entry.body as object).sort()),
  ).toEqual([['dataVolume', 'dataVolumeUnit', 'experienceLevel']]);
});

it('plans a visible change back where drafts can be read', async () => {
  const simulator = await start({ dialect: { draftRead: 'readable' } });
  const draft = jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, publish: false });
  const known = await (await Run.start(simulator)).apply(NOTHING, draft);
  simulator.clock.advance(3_600_000);
  simulator.human.editDraft(idOf(known), { experienceLevel: 'EXPERT', headcount: 9 });
  const run = await Run.start(simulator);
  const refreshed = await run.read(known);
  expect(refreshed.state).toMatchObject({ experience_level: 'EXPERT', headcount: 9 });
  const plan = await run.plan(refreshed, draft);
  expect(plan.effects.draftEdit).toEqual(['experienceLevel']);
  expect(plan.planned).toMatchObject({ experience_level: 'INTERMEDIATE', headcount: 9 });
});

it('replaces a job whose source changed under the next key generation', async () => {
  const simulator = await start();
  const known = await published(simulator);
  const run = await Run.start(simulator);
  const next = await run.apply(
    known,
    jobConfig({ source: { text: `${QUICKSTART_TEXT} Start soon.` }, ...fields }),
  );
  expect(next.state?.status).toBe('OPEN');
  expect(next.state?.id).not.toBe(known.state?.id);
  expect(
    simulator
      .dump()
      .jobs.map((job) => job.status)
      .sort(),
  ).toEqual(['ARCHIVED', 'OPEN']);
});

it('stops at a key that another program owns', async () => {
  const simulator = await start();
  const keyed = jobConfig({ source: { text: QUICKSTART_TEXT }, ...fields, idempotency_key: 'shared' });
  await published(simulator, keyed);
  const run = await Run.start(simulator);
  const refused = await run.apply(NOTHING, keyed);
  expect(refused.state).toBeNull();
  expect(run.codes()).toEqual(['job-exists']);
  expect(simulator.dump().jobs).toHaveLength(1);
  expect(simulator.log.entries({ method: 'PATCH' })).toEqual([]);
});

it('takes back its own job that the state had forgotten', async () => {
  const simulator = await start();
  const known = await published(simulator);
  const run = await Run.start(simulator);
  const again = await run.apply(NOTHING, quickstart);
  expect(again.state?.id).toBe(known.state?.id);
  expect(run.codes()).toEqual(['job-recovered']);
});

it('does not give one job to two addresses after a move', async () => {
  const simulator = await start();
  const known = await published(simulator);
  const run = await Run.start(simulator);
  await run.read(known);
  const second = await run.apply(NOTHING, quickstart, 'opentrain_job.a');
  expect(second.state?.id).not.toBe(known.state?.id);
  expect(simulator.dump().jobs.filter((job) => job.status === 'OPEN')).toHaveLength(2);
});

it('looks up an old interrupted create in the list instead of repeating it', async () => {
  const simulator = await start({ dialect: { keyLifetime: 'one-hour' } });
  const titled = quickstartTitled('Label product images');
  const first = await loseCreate(simulator, titled);
  const [job] = simulator.dump().jobs;
  simulator.human.editDraft(String(job?.id), { jobTitle: 'Label product images' });
  simulator.clock.advance(2 * 3_600_000);
  const next = await Run.start(simulator, { intents: first.intents });
  const known = await next.apply(NOTHING, titled);
  expect(known.state).toMatchObject({ id: job?.id, status: 'OPEN', job_title: 'Label product images' });
  expect(simulator.dump().jobs).toHaveLength(1);
});

it('asks when the only job made around an old interrupted create has another title', async () => {
  const simulator = await start({ dialect: { keyLifetime: 'one-hour' } });
  const first = await loseCreate(simulator, quickstartTitled('Label product images'));
  simulator.clock.advance(2 * 3_600_000);
  const next = await Run.start(simulator, { intents: first.intents });
  expect((await next.apply(NOTHING, quickstartTitled('Label product images'))).state).toBeNull();
  expect(next.codes()).toEqual(['interrupted-create-unclear']);
  expect(simulator.dump().jobs).toHaveLength(1);
});

it('asks when an old interrupted create could be one of several jobs', async () => {
  const simulator = await start();
  const first = await loseCreate(simulator, quickstart);
  await (await Run.start(simulator)).apply(NOTHING, quickstart, 'opentrain_job.other');
  simulator.clock.advance(2 * 3_600_000);
  const next = await Run.start(simulator, { intents: first.intents });
  const known = await next.apply(NOTHING, quickstart);
  expect(known.state).toBeNull();
  expect(next.codes()).toEqual(['interrupted-create-unclear']);
  expect(simulator.dump().jobs).toHaveLength(2);
});

it('reports a list that cannot be read before a create, and makes nothing', async () => {
  const simulator = await start();
  simulator.faults.add({ path: '/jobs/mine', count: null, fault: { type: 'status', status: 403 } });
  const run = await Run.start(simulator);
  const refused = await run.apply(NOTHING, quickstart);
  expect(refused.state).toBeNull();
  expect(run.diagnostics).toMatchObject([{ severity: 'error', code: 'api-permission' }]);
  expect(simulator.dump().jobs).toEqual([]);
});

it('does not replay a key under another token, whose keys may be its own', async () => {
  const simulator = await start({ dialect: { keyScope: 'token' } });
  const first = await loseCreate(simulator, quickstart);
  const { api } = first.session;
  const minted = await fetch(`${api.baseUrl}/api/public/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { token } = (await minted.json()) as { token: string };
  const next = await Run.start(simulator, { intents: first.intents, token });
  expect((await next.apply(NOTHING, quickstart)).state).toBeNull();
  expect(next.codes()).toEqual(['interrupted-create-unclear']);
  expect(simulator.dump().jobs).toHaveLength(1);
});

it('keeps the draft in the state when the run is interrupted right after it was made', async () => {
  const simulator = await start();
  const interrupt = new AbortController();
  class Interrupting extends MemoryIntents {
    override async created(intent: CreateIntent): Promise<void> {
      await super.created(intent);
      interrupt.abort();
    }
  }
  const run = await Run.start(simulator, { intents: new Interrupting(), signal: interrupt.signal });
  const known = await run.apply(NOTHING, quickstart);
  expect(known.state).toMatchObject({ status: 'DRAFT' });
  expect(run.codes()).toEqual(['interrupted']);
  const done = await (await Run.start(simulator)).apply(known, quickstart);
  expect(done.state).toMatchObject({ id: known.state?.id, status: 'OPEN', experience_level: 'INTERMEDIATE' });
  expect(simulator.dump().jobs).toHaveLength(1);
});

it('takes over an interrupted create although the text was edited since, and says so', async () => {
  const simulator = await start();
  const first = await loseCreate(simulator, quickstart);
  const next = await Run.start(simulator, { intents: first.intents });
  const known = await next.apply(
    NOTHING,
    jobConfig({ source: { text: `${QUICKSTART_TEXT} Start soon.` }, ...fields }),
  );
  expect(known.state?.status).toBe('OPEN');
  expect(next.codes()).toEqual(['made-from-older-text']);
  expect(simulator.dump().jobs).toHaveLength(1);
});

it('stops before a second set of jobs when the state is empty and a job has the same title', async () => {
  const simulator = await start();
  const titled = quickstartTitled('Label product images');
  await published(simulator, titled);
  const run = await Run.start(simulator);
  const plan = await run.plan(NOTHING, titled, { stateIsEmpty: true });
  expect(plan.diagnostics).toMatchObject([{ severity: 'error', code: 'lookalike-job' }]);
});

it('re-reads a live edit whose answer was lost instead of sending it twice', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.faults.add({ method: 'PATCH', path: '/jobs/*', fault: { type: 'reset', when: 'after' } });
  const run = await Run.start(simulator);
  const edited = await run.apply(known, quickstartTitled('Another title'));
  expect(edited.state).toMatchObject({ status: 'OPEN', job_title: 'Another title' });
  expect(run.diagnostics).toEqual([]);
  expect(simulator.log.count({ method: 'PATCH' })).toBe(1);
});

it('keeps what a refused update did not confirm out of the state', async () => {
  const simulator = await start();
  const known = await published(simulator);
  simulator.faults.add({ method: 'PATCH', path: '/jobs/*', fault: { type: 'status', status: 400 } });
  const run = await Run.start(simulator);
  const refused = await run.apply(known, quickstartTitled('Another title'));
  expect(refused.state?.job_title).toBe(known.state?.job_title);
  expect(run.diagnostics).toMatchObject([{ severity: 'error' }]);
});

it('imports a live job so that declaring its source does not replace it', async () => {
  const simulator = await start();
  const known = await published(simulator);
  const run = await Run.start(simulator);
  const { jobResource } = await import('../../src/provider/job-resource.ts');
  const imported = await jobResource.importState(run.session, idOf(known));
  expect(imported.diagnostics).toEqual([]);
  const declared = jobConfig({ source: { text: QUICKSTART_TEXT }, external_id: 'x', idempotency_key: 'y' });
  const refreshed = await run.read({ state: imported.state, private: imported.private });
  const plan = await run.plan(refreshed, declared);
  expect(plan.requiresReplace).toEqual([]);
  expect(plan.planned).toEqual(refreshed.state);
  expect(run.diagnostics).toEqual([]);
});

it('says which job an import did not find', async () => {
  const simulator = await start();
  const run = await Run.start(simulator);
  const { jobResource } = await import('../../src/provider/job-resource.ts');
  const imported = await jobResource.importState(run.session, 'nope');
  expect(imported).toMatchObject({
    state: null,
    diagnostics: [{ severity: 'error', code: 'job-not-found' }],
  });
});

it('leaves a draft that the server does not close, names it, and forgets it', async () => {
  const simulator = await start({ dialect: { closeDraft: 'conflict' } });
  const draft = jobConfig({ source: { text: QUICKSTART_TEXT }, publish: false });
  const known = await (await Run.start(simulator)).apply(NOTHING, draft);
  const run = await Run.start(simulator);
  const gone = await run.apply(known, null);
  expect(gone.state).toBeNull();
  expect(run.codes()).toEqual(['draft-left']);
});

it('answers a thousand reads from ten requests', async () => {
  const simulator = await start({ publishQuota: 5000 });
  const run = await Run.start(simulator);
  const draft = jobConfig({ source: { text: QUICKSTART_TEXT }, publish: false });
  const known = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => run.apply(NOTHING, draft, `opentrain_job.j${index}`)),
  );
  expect(run.diagnostics).toEqual([]);
  simulator.clock.advance(3_600_000);
  simulator.log.clear();
  const next = await Run.start(simulator);
  await Promise.all(known.map((one) => next.read(one)));
  expect(next.diagnostics).toEqual([]);
  expect(simulator.log.count({})).toBe(10);
});
