import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { csvOutput, tableOutput } from '../../src/cli/watch/proposal-output.ts';
import type { ProposalRow } from '../../src/cli/watch/proposal-row.ts';
import { ADDRESS, publishedJob } from './watch-world.ts';

const ROW: ProposalRow = {
  id: 'p1',
  status: 'UNREVIEWED',
  candidate_name: 'Maria G.',
  country: 'Spain',
  bid_usd: 0.05,
  bid_unit: 'PER_LABEL',
  interview_score: 86,
  match_score: 0.91,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: null,
};

describe('formats', () => {
  it.each([
    ['Maria, G.', '"Maria, G."'],
    ['Maria "M" G.', '"Maria ""M"" G."'],
    ['Maria\nG.', '"Maria\nG."'],
    ['=1+1', "'=1+1"],
    ['-Maria', "'-Maria"],
    ['@sum,x', '"\'@sum,x"'],
  ])('quotes %j as RFC 4180 says, and keeps formulas from running', (name, cell) => {
    const text = csvOutput().first([{ ...ROW, candidate_name: name, bid_usd: -5 }]);
    expect(text).toBe(
      'id,status,candidate_name,country,bid_usd,bid_unit,interview_score,match_score,created_at\r\n' +
        `p1,UNREVIEWED,${cell},Spain,-5,PER_LABEL,86,0.91,2026-01-01T00:00:00.000Z\r\n`,
    );
  });

  it('prints the head of a table once, and no control characters', () => {
    const table = tableOutput('None.');
    expect(table.first([])).toBe('None.\n');
    const text = table.more([{ ...ROW, candidate_name: '\u001b[31mEve' }]) + table.more([ROW]);
    expect(text.match(/candidate_name/g)).toHaveLength(1);
    expect(text).toContain('\\x1b[31mEve');
  });
});

describe('the list', () => {
  it('reads every page, newest first, each proposal once, with scores as received', async () => {
    const { w, id } = await publishedJob();
    const ids = Array.from({ length: 230 }, (_, index) =>
      w.simulator.human.addProposal(id, { status: index % 2 === 0 ? 'SHORTLISTED' : 'DECLINED' }),
    );
    const all = JSON.parse((await w.otform('proposals', ADDRESS, '-json')).out);
    expect(all.map((row: ProposalRow) => row.id)).toEqual([...ids].reverse());
    expect(all[0]).toMatchObject({ interview_score: 86, match_score: 0.91, bid_unit: 'PER_LABEL' });
    const some = await w.otform('proposals', ADDRESS, '-status=shortlisted', '-csv');
    expect(some.out.split('\r\n')).toHaveLength(1 + 115 + 1);
    expect(w.simulator.log.entries().filter((entry) => /\/proposals$/.test(entry.path))).toHaveLength(5);
  });

  it('shows the other scale as it comes', async () => {
    const { w, id } = await publishedJob({ dialect: { proposalScale: 'guide' } });
    w.simulator.human.addProposal(id);
    const [row] = JSON.parse((await w.otform('proposals', ADDRESS, '-json')).out);
    expect(row).toMatchObject({ interview_score: 8.6, match_score: 91, bid_unit: 'per_label' });
    expect((await w.otform('proposals', ADDRESS)).out).toMatch(/8\.6 +91 /);
  });

  it.each([
    [['-status=loved'], '-status takes one of UNREVIEWED'],
    [['-json', '-csv'], 'exclude each other'],
    [['-watch', '-interval=0'], '-interval must be more than 0'],
  ])('refuses %j', async (words, says) => {
    const { w } = await publishedJob();
    const before = w.simulator.log.total;
    expect((await w.otform('proposals', ADDRESS, ...words)).err).toContain(says);
    expect((await w.otform('proposals', 'opentrain_job.image', ...words)).code).toBe(1);
    expect(w.simulator.log.total).toBe(before);
  });
});

describe('watching', () => {
  /** Watches until `done` proposals lines were printed; `react` is called with everything printed so far. */
  async function watch(
    world: Awaited<ReturnType<typeof publishedJob>>,
    react: (out: string, lines: number) => 'stop' | undefined,
    words: readonly string[] = ['-json'],
  ) {
    let out = '';
    const fake = world.w.io({
      onWrite: (text, { signals }) => {
        out += text;
        if (react(out, out.split('\n').filter((line) => line.startsWith('{')).length) === 'stop') {
          signals.emit('SIGINT');
        }
      },
    });
    const code = await run(['proposals', ADDRESS, '-watch', '-interval=5ms', ...words], fake.io);
    const rows: ProposalRow[] = fake
      .out()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    return { code, rows, err: fake.err(), out: fake.out() };
  }

  it.each([
    { name: 'by the updates', refusedFrom: null, says: "Following the account's updates every 0.005 s" },
    {
      name: 'by the list where updates are refused',
      refusedFrom: 1,
      says: 'gives no updates; reading the list',
    },
    { name: 'on by the list when updates end', refusedFrom: 2, says: 'The updates cannot be read any more' },
  ])('tells what comes and changes, once each, and ends with 130: $name', async ({ refusedFrom, says }) => {
    const world = await publishedJob();
    const { human, faults } = world.w.simulator;
    const early = human.addProposal(world.id);
    if (refusedFrom !== null) {
      const fault = { type: 'status', status: 403 } as const;
      faults.add({ path: '/updates', nth: refusedFrom, count: null, fault });
    }
    let second = '';
    let moved = false;
    const seen = await watch(world, (out, lines) => {
      if (lines === 1 && out.includes('Stop with ^C') && second === '') second = human.addProposal(world.id);
      if (lines === 2 && !moved) {
        moved = true;
        human.setProposalStatus(second, 'SHORTLISTED');
      }
      return lines >= 3 ? 'stop' : undefined;
    });
    expect(seen.code).toBe(130);
    expect(seen.err).toContain(says);
    expect(seen.rows.map(({ id, status }) => [id, status])).toEqual([
      [early, 'UNREVIEWED'],
      [second, 'UNREVIEWED'],
      [second, 'SHORTLISTED'],
    ]);
  });

  it('outlives a failure of the server, and asks only the updates while nothing happens', async () => {
    const world = await publishedJob();
    const { human, faults, log } = world.w.simulator;
    for (let n = 0; n < 205; n += 1) human.addProposal(world.id);
    const listed = () => log.entries().filter((entry) => /\/proposals$/.test(entry.path)).length;
    let before = 0;
    let added = false;
    const seen = await watch(world, (out, lines) => {
      if (!out.includes('Stop with ^C')) return undefined;
      if (!added) {
        added = true;
        before = listed();
        faults.add({ path: '/updates', nth: 3, fault: { type: 'invalid-json' } });
      }
      if (out.includes('trying again') && lines === 205) human.addProposal(world.id);
      return lines === 206 ? 'stop' : undefined;
    });
    expect(seen.code).toBe(130);
    expect(new Set(seen.rows.map(({ id }) => id)).size).toBe(206);
    // Three pages, once.
    expect(listed() - before).toBe(3);
  });

  it.each([
    { words: ['-csv'], first: /^id,status/ },
    { words: [], first: /^No proposals for opentrain_job\.images\.\n/ },
  ])('adds to what it printed: $words', async ({ words, first }) => {
    const world = await publishedJob();
    let added = false;
    const seen = await watch(
      world,
      (out) => {
        if (out.includes('Stop with ^C') && !added) {
          added = true;
          world.w.simulator.human.addProposal(world.id);
        }
        return out.includes('Maria') ? 'stop' : undefined;
      },
      words,
    );
    expect(seen.out).toMatch(first);
    expect(seen.out.match(/candidate_name/g)).toHaveLength(1);
  });
});
