import { chmodSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { findOpener } from '../../src/cli/watch/browser.ts';
import { checkPageUrl } from '../../src/cli/watch/page-url.ts';
import { NewWorld } from './new-world.ts';
import { ADDRESS, idIn, publishedJob } from './watch-world.ts';

const LACKING = { source: { text: 'Translate novels.' } };
const KEPT = { ...LACKING, source: { text: 'Translate poems.' }, publish: false };

describe('status', () => {
  it('shows one line a job and why drafts wait, with one pass over the list', async () => {
    const { w, id } = await publishedJob({}, { lacking: LACKING, kept: KEPT });
    w.simulator.human.addProposal(id);
    w.simulator.human.addProposal(id, { status: 'SHORTLISTED' });
    const before = w.simulator.log.total;
    const shown = await w.otform('status');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/opentrain_job\.images +OPEN +yes +2 \(1 unreviewed\) +\d{4}-\S+Z +http/);
    expect(shown.out).toMatch(/opentrain_job\.lacking +DRAFT +no .*job-post\?jobId=/);
    expect(shown.out).toContain('Waiting to be published (2):');
    expect(shown.out).toMatch(/opentrain_job\.lacking: as far as the state knows it lacks .*experienceLevel/);
    expect(shown.out).toContain('opentrain_job.kept: kept as a draft by the program (publish = false)');
    expect(w.simulator.log.total - before).toBe(1);
    const { jobs } = JSON.parse((await w.otform('status', '-json')).out);
    expect(jobs.find((job: { address: string }) => job.address === ADDRESS)).toMatchObject({
      id,
      status: 'OPEN',
      published: true,
      proposals: { total: 2, unreviewed: 1 },
      waiting: null,
    });
  });

  it('says when the account does not list a job, or the state has none', async () => {
    const { w, id } = await publishedJob();
    w.simulator.human.deleteJob(id);
    const shown = await w.otform('status');
    expect(shown.out).toContain('OPEN?');
    expect(shown.out).toContain("Not in the account's list (1): opentrain_job.images");
    const empty = (await NewWorld.start()).asSynthesised();
    expect((await empty.otform('status')).out).toBe('The state has no jobs.\n');
    expect(empty.simulator.log.total).toBe(0);
  });
});

describe('a URL of the state', () => {
  const API = 'http://127.0.0.1:4010';
  it.each([
    ['http://127.0.0.1:4010/job-post?jobId=1', 'http://127.0.0.1:4010/job-post?jobId=1'],
    ['https://app.opentrain.ai/job-post?jobId=1', 'https://app.opentrain.ai/job-post?jobId=1'],
    ['https://www.opentrain.ai/jobs/x--1/', 'https://www.opentrain.ai/jobs/x--1/'],
    ['https://app.opentrain.ai/a b"$(x)`', 'https://app.opentrain.ai/a%20b%22$(x)%60'],
  ])('%s may be opened', (text, url) => {
    expect(checkPageUrl(text, API)).toEqual({ url });
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    '--help',
    'https://app.opentrain.ai.evil.example/x',
    'https://evil.example/app.opentrain.ai',
    'http://app.opentrain.ai/x',
    'http://user@127.0.0.1:4010/x',
    'http://127.0.0.1:4011/x',
    'not a url',
  ])('%s may not', (text) => {
    expect(checkPageUrl(text, API)).toHaveProperty('problem');
  });

  it('is opened only by a program that an absolute PATH names', async () => {
    expect(await findOpener('linux', '.:relative/bin:')).toBeNull();
    expect(await findOpener('plan9', process.env.PATH)).toBeNull();
  });
});

describe('open', () => {
  it('prints the page that fits the job, or the one asked for', async () => {
    const { w } = await publishedJob({}, { kept: KEPT });
    const draft = idIn(w, 'kept');
    expect((await w.otform('open', ADDRESS)).out).toMatch(/^http\S+\n$/);
    expect((await w.otform('open', 'opentrain_job.kept')).out).toContain(`jobId=${draft}`);
    expect((await w.otform('open', 'opentrain_job.kept', '-review', '-print')).out).toContain(draft);
    expect((await w.otform('open', 'opentrain_job.kept', '-job')).err).toContain('it is a draft');
    expect((await w.otform('open', ADDRESS, '-job', '-draft')).err).toContain('exclude each other');
    expect((await w.otform('open', 'opentrain_job.none')).err).toContain('Not in the State');
  });

  it('hands no URL of another server to anything', async () => {
    const { w } = await publishedJob();
    w.write(
      'terraform.jobs.tfstate',
      w.read('terraform.jobs.tfstate').replaceAll(w.simulator.url, 'https://evil.example'),
    );
    const refused = await w.otform('open', ADDRESS, '-print');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('https://evil.example is neither OpenTrain nor the server');
  });

  it.skipIf(process.platform !== 'linux')(
    'starts the opener on a terminal, without a shell or tokens',
    async () => {
      const { w } = await publishedJob();
      let opened: (path: string) => void = () => {};
      const called = new Promise<string>((resolve) => {
        opened = resolve;
      });
      const server = createServer((request, response) => {
        response.end();
        opened(decodeURIComponent(request.url ?? ''));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      // The opener tells what it was started with: the number of arguments, the URL, and any token.
      w.write(
        'bin/xdg-open',
        `#!${process.execPath}
const said = [process.argv.length - 2, process.argv[2], process.env.OT_API_TOKEN ?? 'no token'].join(' ');
require('node:http').get('http://127.0.0.1:${port}/' + encodeURIComponent(said));
`,
      );
      chmodSync(join(w.dir, 'bin', 'xdg-open'), 0o755);
      const fake = w.io({ tty: true, env: { PATH: join(w.dir, 'bin') } });
      expect(await run(['open', ADDRESS], fake.io)).toBe(0);
      expect(await called).toBe(`/1 ${fake.out().trim()} no token`);
    },
  );
});
