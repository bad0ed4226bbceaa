import { expect, it, onTestFinished } from 'vitest';
import { createApiClient } from '../../src/api/index.ts';
import { ADDRESS, publishedJob } from './watch-world.ts';

async function clientOf(world: Awaited<ReturnType<typeof publishedJob>>) {
  const { url, token } = world.w.simulator;
  const api = createApiClient({ baseUrl: url, token });
  onTestFinished(() => api.dispose());
  return api;
}

it('reads events oldest first, page by page, and an empty page leaves the cursor where it was', async () => {
  const world = await publishedJob();
  const { human } = world.w.simulator;
  const ids = Array.from({ length: 201 }, () => human.addProposal(world.id));
  const api = await clientOf(world);
  const first = await api.tryUpdates(null);
  expect(first?.events).toHaveLength(200);
  expect(first?.hasMore).toBe(true);
  const second = await api.tryUpdates(first?.nextCursor ?? null);
  expect(second?.hasMore).toBe(false);
  const all = [...(first?.events ?? []), ...(second?.events ?? [])];
  expect(all.map((event) => event.resourceId)).toEqual(ids);
  expect(all[0]).toMatchObject({ type: 'proposal.received', jobId: world.id });
  const end = await api.tryUpdates(second?.nextCursor ?? null);
  expect(end).toEqual({ events: [], nextCursor: second?.nextCursor, hasMore: false });
});

it('takes ids and cursors that are numbers, as the page calls them numeric', async () => {
  const world = await publishedJob();
  const body = { events: [{ id: 7, jobId: world.id }], nextCursor: 7, hasMore: false };
  world.w.simulator.faults.add({ path: '/updates', fault: { type: 'wrong-shape', body } });
  const api = await clientOf(world);
  const page = await api.tryUpdates(null);
  expect(page).toMatchObject({ events: [{ id: '7', type: null }], nextCursor: '7' });
});

it.each([403, 404, 405, 501])('answers null to a %i', async (status) => {
  const world = await publishedJob();
  world.w.simulator.faults.add({ path: '/updates', count: null, fault: { type: 'status', status } });
  const api = await clientOf(world);
  expect(await api.tryUpdates(null)).toBeNull();
});

it('raises for a token that is dead', async () => {
  const world = await publishedJob();
  world.w.simulator.faults.add({ path: '/updates', count: null, fault: { type: 'status', status: 401 } });
  const api = await clientOf(world);
  await expect(api.tryUpdates(null)).rejects.toThrow();
  expect((await world.w.otform('proposals', ADDRESS, '-watch')).code).toBe(1);
});
