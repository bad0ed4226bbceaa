import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identify } from '../../src/plugin/intents/process-identity.ts';
import { contentHash } from '../../src/provider/create-key.ts';
import { created, dead, IntentFolder, intent, opened, owner } from './support/intent-folder.ts';

/** Made up by the provider, as for a job whose program gives no key. */
const RANDOM = 'otform-0b2e2b5e-6a4c-4a39-9d0e-1f6f0c9a7d11';
const RANDOM_2 = 'otform-0b2e2b5e-6a4c-4a39-9d0e-1f6f0c9a7d12';
const edited = (title: string | null) => ({ address: null, contentHash: contentHash('edited'), title });
/** What identifies this process as the host of a plan: the plugin takes its parent for that. */
const host = identify(process.ppid);

let place: IntentFolder;

beforeEach(() => {
  place = new IntentFolder();
});
afterEach(() => place.dispose());

describe('a create whose text was edited since', () => {
  test('is found by its declared title', async () => {
    place.leave(opened(RANDOM, owner(dead)), created(RANDOM, 'job-1'));
    const found = await place.open().scope().findOpen(edited('Title'));
    expect(found).toEqual({ ...intent(RANDOM), jobId: 'job-1' });
  });

  test.each<[name: string, leave: () => void, title: string | null]>([
    ['another title', () => place.leave(opened(RANDOM, owner(dead))), 'Other'],
    ['no declared title', () => place.leave(opened(RANDOM, owner(dead))), null],
    ['no title then', () => place.leave(opened(RANDOM, owner(dead), intent(RANDOM, 'X', null))), null],
    ['a key of its own then', () => place.leave(opened('jobs.a', owner(dead))), 'Title'],
    [
      'two of the title',
      () => place.leave(opened(RANDOM, owner(dead)), opened(RANDOM_2, owner(dead))),
      'Title',
    ],
    [
      'a plan of this run has its own create',
      () => place.leave(opened(RANDOM, owner(dead)), { op: 'expected', key: `${RANDOM}#1`, host }),
      'Title',
    ],
    [
      'told to Terraform in good order',
      () => {
        place.backend('s3');
        place.leave(opened(RANDOM, owner(dead)), created(RANDOM, 'job-1'), {
          op: 'handed-over',
          jobIds: ['job-1'],
        });
      },
      'Title',
    ],
  ])('is not found: %s', async (_name, leave, title) => {
    leave();
    expect(await place.open().scope().findOpen(edited(title))).toBeNull();
  });

  test('a key that the program gives now is no title', async () => {
    place.leave(opened(RANDOM, owner(dead)));
    const query = { ...edited('Title'), givenKey: 'jobs.a' };
    expect(await place.open().scope().findOpen(query)).toBeNull();
  });

  test('what has a job and is not found is suspected, unless a plan of this run expects it', async () => {
    place.leave(
      opened(RANDOM, owner(dead)),
      created(RANDOM, 'job-1'),
      opened(RANDOM_2, owner(dead)),
      opened('jobs.a', owner(dead)),
      created('jobs.a', 'job-2'),
    );
    const suspects = async () => (await place.open().scope().suspects?.(edited(null))) ?? [];
    expect((await suspects()).map(({ jobId }) => jobId)).toEqual(['job-1']);
    const planning = place.open();
    await planning.leftBehind();
    planning.expect('X');
    await planning.end(true);
    expect(await suspects()).toEqual([]);
  });

  test.each([
    ['Title', ['job-1']],
    ['Other', []],
    [null, []],
  ])('what Terraform took in good order is suspected only under its title: %s', async (title, ids) => {
    place.backend('s3');
    place.leave(opened(RANDOM, owner(dead)), created(RANDOM, 'job-1'), {
      op: 'handed-over',
      jobIds: ['job-1'],
    });
    const suspects = (await place.open().scope().suspects?.(edited(title))) ?? [];
    expect(suspects.map(({ jobId }) => jobId)).toEqual(ids);
  });

  test('what Terraform took and a local state does not hold is found by its title', async () => {
    place.state('terraform.tfstate', 'job-2');
    place.leave(opened(RANDOM, owner(dead)), created(RANDOM, 'job-1'), {
      op: 'handed-over',
      jobIds: ['job-1'],
    });
    expect(await place.open().scope().findOpen(edited('Title'))).toMatchObject({ jobId: 'job-1' });
  });

  test('a plan of an earlier run expects nothing any more', async () => {
    place.leave(opened(RANDOM, owner(dead)), created(RANDOM, 'job-1'), {
      op: 'expected',
      key: `${RANDOM}#1`,
      host: dead,
    });
    expect(await place.open().scope().suspects?.(edited(null))).toHaveLength(1);
  });
});

describe('a replacement', () => {
  const begin = () => place.leave({ op: 'replacing', jobId: 'job-1', owner: owner(dead) });

  test('that was cut off is known to the next run, until the state shows its end', async () => {
    begin();
    place.state('terraform.tfstate', 'job-1');
    const log = place.open();
    await log.leftBehind();
    expect(log.isBeingReplaced('job-1')).toBe(true);
    await log.end(true);
    expect(existsSync(place.path)).toBe(true);
    place.state('terraform.tfstate', 'job-2');
    const later = place.open();
    await later.leftBehind();
    await later.end(true);
    expect(existsSync(place.path)).toBe(false);
  });

  test('whose job was seen alive is forgotten', async () => {
    begin();
    place.state('terraform.tfstate', 'job-1');
    const log = place.open();
    await log.leftBehind();
    log.keep('job-1');
    await log.end(true);
    expect(existsSync(place.path)).toBe(false);
  });

  test.each([true, false])(
    'in a state that cannot be seen counts as saved after a good end (%s)',
    async (isGood) => {
      place.backend('s3');
      const log = place.open();
      await log.replace('job-1', 'jobs.a', 2);
      await log.end(isGood);
      expect(existsSync(place.path)).toBe(!isGood);
    },
  );

  test('that a plan foresaw is known at apply, where the state cannot be seen, until it is made', async () => {
    place.backend('s3');
    const planning = place.open();
    await planning.planSuccessor('jobs.a', 2);
    await planning.end(true);
    const log = place.open();
    await log.leftBehind();
    const scope = log.scope();
    expect(await scope.nextGeneration?.('jobs.a')).toBe(2);
    expect(await scope.nextGeneration?.('jobs.b')).toBe(1);
    const second = { ...intent('jobs.a#2'), generation: 2 };
    await scope.open(second);
    await scope.created(second, 'job-2');
    scope.close('job-2');
    log.confirm('job-2');
    await log.end(true);
    expect(existsSync(place.path)).toBe(false);
  });

  test('that a plan foresaw leaves no trace where the state tells it', async () => {
    place.state('terraform.tfstate', 'job-1');
    const planning = place.open();
    await planning.planSuccessor('jobs.a', 2);
    await planning.end(true);
    expect(existsSync(place.path)).toBe(false);
  });

  test('takes the generation after that of the job it ended', async () => {
    const log = place.open();
    await log.replace('job-1', 'jobs.a', 3);
    expect(await log.scope().nextGeneration?.('jobs.a')).toBe(3);
    expect(await log.scope().nextGeneration?.('jobs.b')).toBe(1);
  });
});
