import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_SOURCE } from '../src/contract/index.ts';

export const SOURCE_TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** A folder as `cdktf synth` leaves it, made anew for one measurement. */
export interface Workspace {
  readonly folder: string;
  /** Rewrites the stack with these changes to single jobs. */
  write(count: number, edits?: Readonly<Record<number, object>>): Promise<void>;
  remove(): Promise<void>;
}

/** A program of `count` jobs, each created from text, patched in one field and published. */
function stack(folder: string, count: number, edits: Readonly<Record<number, object>>): object {
  const jobs = Array.from({ length: count }, (_, index) => [
    `job-${index}`,
    {
      source: { text: `${SOURCE_TEXT} Batch ${index}.` },
      experience_level: 'INTERMEDIATE',
      idempotency_key: `bench.job-${index}`,
      ...edits[index],
    },
  ]);
  return {
    terraform: {
      required_providers: { opentrain: { source: PROVIDER_SOURCE } },
      backend: { local: { path: join(folder, 'terraform.bench.tfstate') } },
    },
    provider: { opentrain: [{}] },
    resource: { opentrain_job: Object.fromEntries(jobs) },
  };
}

export async function makeWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'otform-bench-'));
  const stackFolder = join(folder, 'cdktf.out', 'stacks', 'bench');
  await mkdir(stackFolder, { recursive: true });
  const manifest = {
    version: '0.21.0',
    stacks: {
      bench: {
        name: 'bench',
        constructPath: 'bench',
        synthesizedStackPath: 'stacks/bench/cdk.tf.json',
        workingDirectory: 'stacks/bench',
        annotations: [],
        dependencies: [],
      },
    },
  };
  await writeFile(join(folder, 'cdktf.out', 'manifest.json'), JSON.stringify(manifest));
  return {
    folder,
    async write(count, edits = {}) {
      await writeFile(join(stackFolder, 'cdk.tf.json'), JSON.stringify(stack(folder, count, edits)));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
