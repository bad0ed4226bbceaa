import { expect, it } from 'vitest';
import { allDialects } from '../../src/simulator/index.ts';
import { ALL_ANSWERS, NewWorld, SYNTHESISED } from './new-world.ts';

/** A job of the account that no state knows, made by the API alone. */
async function existingJob(w: NewWorld, publish: boolean): Promise<string> {
  const post = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${w.simulator.url}/api/public/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${w.simulator.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { jobId: string };
  };
  const { jobId } = await post('POST', '/job-drafts', { rawJobDescription: 'Label product images.' });
  await post('PATCH', `/job-drafts/${jobId}`, ALL_ANSWERS);
  if (publish) await post('POST', `/jobs/${jobId}/publish`);
  return jobId;
}

/** The job's synthesised attributes, as far as the generated code declares any. */
function declaredBy(code: string): Record<string, unknown> {
  const literal = /new Job\(scope, '[^']*', (\{[\s\S]*\})\);/.exec(code)?.[1] ?? '{}';
  const pay = { Pay: { perLabel: (usd: number) => ({ paymentType: 'PAY_PER_LABEL', pricePerLabel: usd }) } };
  const props: Record<string, unknown> = new Function('Pay', `return ${literal};`)(pay.Pay);
  const { pay: paid, ...rest } = props;
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(
    Object.entries({ ...rest, ...(paid as object | undefined) }).map(([key, value]) => [snake(key), value]),
  );
}

it('takes over a live job under a name made of its title, and the next plan finds no changes', async () => {
  const w = (await NewWorld.start()).asProject();
  const id = await existingJob(w, true);
  const before = w.writes().length;
  const made = await w.otform('import', '-generate', id);
  expect(made).toMatchObject({ code: 0, err: '' });
  const code = w.read('jobs/label-product-images.ts');
  expect(code).toContain(`Taken over from job ${id}.`);
  expect(code).toContain('- experienceLevel: "Intermediate"');
  expect(code).toContain("jobTitle: 'Label product images',");
  expect(code).not.toContain('publish');
  w.addPrintedLines(made.out);
  const planned = await w.otform('plan', '-detailed-exitcode');
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
  expect(w.writes()).toHaveLength(before);
  expect((await w.otform('import', '-generate', id, 'label-product-images')).err).toContain(
    'The Job Is Declared Already',
  );
});

const DIALECTS = allDialects().filter(({ name }) =>
  ['default', 'draftRead=readable', 'helpful-server', 'unhelpful-server', 'guide-pages'].includes(name),
);

it.each(DIALECTS)('takes over a draft and leaves it one: $name', async ({ dialect }) => {
  const w = (await NewWorld.start({ dialect })).asSynthesised();
  const id = await existingJob(w, false);
  const before = w.writes().length;
  const made = await w.otform('import', '-generate', id, 'mine', '-json', SYNTHESISED);
  expect(made, made.out).toMatchObject({ code: 0, err: '' });
  const lines = made.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { code } = lines.find((line) => line.type === 'generated_code');
  expect(code).toBe(w.read('jobs/mine.ts'));
  expect(code).toContain('publish: false');
  w.asSynthesised({
    mine: { ...declaredBy(code), external_id: 'jobs.mine', idempotency_key: 'jobs.mine' },
  });
  const planned = await w.otform('plan', '-detailed-exitcode', SYNTHESISED);
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
  expect(w.writes()).toHaveLength(before);
});

it('declares all it sees where drafts can be read', async () => {
  const w = (await NewWorld.start({ dialect: { draftRead: 'readable' } })).asSynthesised();
  const id = await existingJob(w, false);
  await w.otform('import', '-generate', id, 'mine', SYNTHESISED);
  expect(declaredBy(w.read('jobs/mine.ts'))).toMatchObject({
    job_title: 'Label product images',
    experience_level: 'INTERMEDIATE',
    price_per_label: 0.05,
    data_volume: 10_000,
  });
});

it('refuses an unknown job and a name that another job has', async () => {
  const w = (await NewWorld.start()).asSynthesised();
  const id = await existingJob(w, false);
  const other = await existingJob(w, false);
  expect((await w.otform('import', '-generate', 'nobody', SYNTHESISED)).err).toContain('Job Not Found');
  expect((await w.otform('import', '-generate', SYNTHESISED)).err).toContain('takes ID');
  expect((await w.otform('import', '-generate', '-all', id, SYNTHESISED)).err).toContain(
    'exclude each other',
  );
  expect((await w.otform('import', '-generate', id, 'mine', SYNTHESISED)).code).toBe(0);
  expect((await w.otform('import', '-generate', other, 'mine', SYNTHESISED)).err).toContain('Name Taken');
  expect((await w.otform('import', '-generate', id, 'again', '-out=again.ts', SYNTHESISED)).err).toContain(
    'One job must have one address',
  );
});
