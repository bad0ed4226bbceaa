import { describe, expect, it } from 'vitest';
import { ContractError, type Page } from '../../src/api/index.ts';
import { json, startBench } from './fault-server.ts';

/** Serves the pages by cursor; the first under ''. */
function pages(table: Record<string, unknown>) {
  return startBench((seen, response) => {
    const cursor = new URL(seen.url, 'http://x').searchParams.get('cursor') ?? '';
    json(response, 200, table[cursor]);
  });
}
const job = (id: string) => ({ id, status: 'DRAFT' });

async function idsOf(iterable: AsyncIterable<Page<{ id: string }>>): Promise<string[][]> {
  const ids: string[][] = [];
  for await (const page of iterable) ids.push(page.items.map((item) => item.id));
  return ids;
}

describe('pages of jobs', () => {
  it.each<[name: string, table: Record<string, unknown>, expected: string[][]]>([
    [
      'end on null',
      { '': { jobs: [job('a')], nextCursor: 'x&y' }, 'x&y': { jobs: [job('b')], nextCursor: null } },
      [['a'], ['b']],
    ],
    ['end without a cursor', { '': { jobs: [job('a')] } }, [['a']]],
    ['end on an empty cursor', { '': { jobs: [job('a')], nextCursor: '' } }, [['a']]],
    [
      'end on an empty page that echoes its cursor',
      { '': { jobs: [job('a')], nextCursor: '1' }, 1: { jobs: [], nextCursor: '1' } },
      [['a'], []],
    ],
    [
      'go on after an empty page',
      { '': { jobs: [], nextCursor: '1' }, 1: { jobs: [job('b')], nextCursor: null } },
      [[], ['b']],
    ],
    ['end on hasMore false', { '': { jobs: [job('a')], nextCursor: '1', hasMore: false } }, [['a']]],
    ['take a number as cursor', { '': { jobs: [], nextCursor: 7 }, 7: { jobs: [job('b')] } }, [[], ['b']]],
  ])('%s', async (_name, table, expected) => {
    const { api } = await pages(table);
    expect(await idsOf(api.myJobs())).toEqual(expected);
  });

  it('refuses a list that leads back to an earlier page instead of calling it complete', async () => {
    const { api } = await pages({
      '': { jobs: [job('a')], nextCursor: '1' },
      1: { jobs: [job('b')], nextCursor: '2' },
      2: { jobs: [job('c')], nextCursor: '1' },
    });
    await expect(idsOf(api.myJobs())).rejects.toBeInstanceOf(ContractError);
  });

  it('asks again for a page that came twice by mistake', async () => {
    let asked = 0;
    const { api } = await startBench((seen, response) => {
      const cursor = new URL(seen.url, 'http://x').searchParams.get('cursor') ?? '';
      if (cursor === '') return json(response, 200, { jobs: [job('a')], nextCursor: '1' });
      asked += 1;
      return json(response, 200, { jobs: [job('b')], nextCursor: asked === 1 ? '1' : null });
    });
    expect(await idsOf(api.myJobs())).toEqual([['a'], ['b']]);
  });

  it('asks for the largest page unless told otherwise, and for no page that is not wanted', async () => {
    const { api, seen } = await pages({ '': { jobs: [job('a')], nextCursor: '1' } });
    for await (const _page of api.myJobs()) break;
    for await (const _page of api.myJobs({ status: 'OPEN', limit: 5 })) break;
    expect(seen.map((entry) => entry.url)).toEqual([
      '/api/public/v1/jobs/mine?limit=100',
      '/api/public/v1/jobs/mine?status=OPEN&limit=5',
    ]);
  });

  it('keeps unknown statuses and tolerates what is left out', async () => {
    const { api } = await pages({
      '': { jobs: [{ id: 'a', status: 'NEW_STATUS', proposalCounts: { total: '3' }, extra: 1 }] },
    });
    for await (const page of api.myJobs()) {
      expect(page.items).toEqual([
        {
          id: 'a',
          title: null,
          status: 'NEW_STATUS',
          published: null,
          acceptingApplicants: null,
          createdAt: null,
          updatedAt: null,
          jobUrl: null,
          proposalCounts: { total: 3, unreviewed: 0 },
        },
      ]);
    }
  });

  it('reads proposals, wrapped or bare', async () => {
    const proposal = {
      id: 'p',
      jobId: 'j',
      status: { raw: 'HIRED', label: 'Hired' },
      bid: { amountUsd: 0.05, unit: 'PER_LABEL' },
      candidate: { displayName: 'Ada L.', country: 'Kenya' },
      metrics: { interviewScore: 86, matchScore: '0.91' },
    };
    const { api } = await startBench((seen, response) =>
      json(response, 200, seen.url.includes('/jobs/') ? { proposals: [proposal] } : { proposal }),
    );
    const read = {
      status: 'HIRED',
      statusLabel: 'Hired',
      candidateName: 'Ada L.',
      country: 'Kenya',
      bidUsd: 0.05,
      bidUnit: 'PER_LABEL',
      interviewScore: 86,
      matchScore: 0.91,
      raw: proposal,
    };
    for await (const page of api.proposals('j')) expect(page.items).toMatchObject([read]);
    expect(await api.proposal('p')).toMatchObject(read);
  });
});
