import { type Block, COMPLETE, type ProgramParts } from './program.ts';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = ['a', 'b', 'c', 'd'] as const;
const LANGUAGES = ['English', 'Spanish', 'French', 'German'] as const;

/** One more edit of a program: a job more or less, or other values of one that stays. */
export function edited(program: ProgramParts, random: () => number): ProgramParts {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const jobs: Record<string, Block> = { ...program.jobs };
  const name = pick(NAMES);
  const job = jobs[name];
  if (job === undefined) {
    jobs[name] = { ...COMPLETE, job_title: `Job ${name}`, publish: random() < 0.7 };
  } else if (random() < 0.2) {
    delete jobs[name];
  } else {
    const edits: readonly (() => Block)[] = [
      () => ({ ...job, job_title: `Job ${name} ${Math.floor(random() * 1000)}` }),
      () => ({ ...job, headcount: 1 + Math.floor(random() * 9) }),
      () => ({ ...job, languages: LANGUAGES.filter(() => random() < 0.5) }),
      () => ({ ...job, price_per_label: Math.round(1 + random() * 99) / 1000 }),
      () => ({ ...job, headcount: undefined }),
      () => ({
        ...job,
        source: { text: `${(COMPLETE.source as Block).text} Batch ${Math.floor(random() * 9)}.` },
      }),
      () => ({ ...job, publish: true }),
    ];
    jobs[name] = pick(edits)();
  }
  return { jobs, outputs: { ids: { value: Object.keys(jobs).map((key) => `\${opentrain_job.${key}.id}`) } } };
}
