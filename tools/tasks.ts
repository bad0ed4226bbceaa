import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DIST, ROOT } from './build/places.ts';
import { build } from './build.ts';
import { checkRepository } from './check-repository.ts';
import { GENERATED_PATHS, generate } from './generate.ts';
import { release } from './release/release.ts';

/** A step failed and has already said why on its own output. */
class StepFailed extends Error {
  readonly status: number;
  constructor(status: number) {
    super('a step failed');
    this.status = status;
  }
}

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new StepFailed(result.status ?? 1);
}

function tool(path: string, args: readonly string[]): void {
  run(process.execPath, [join(ROOT, 'node_modules', ...path.split('/')), ...args]);
}

/** Fails when a generated file that is tracked differs from what was committed. */
function checkGeneratedIsCommitted(): void {
  const result = spawnSync('git', ['status', '--porcelain', '--', ...GENERATED_PATHS], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`git status failed: ${result.stderr}`);
  if (result.stdout.trim() === '') return;
  process.stderr.write(
    `Generated files are not what is committed:\n${result.stdout}Run \`npm run generate\` and commit them.\n`,
  );
  throw new StepFailed(1);
}

/** Both halves always run, so that one report shows all there is to mend. */
async function lint(): Promise<void> {
  const { mistakes, median } = await checkRepository();
  process.stdout.write(`Median lines of a file in src: ${median}\n`);
  for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
  tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
  if (mistakes.length > 0) throw new StepFailed(1);
}

function types(): void {
  tool('typescript/bin/tsc', ['-p', '.']);
}

async function test(args: readonly string[]): Promise<void> {
  await mkdir(join(ROOT, 'test-artefacts'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=test-artefacts/vitest.json'];
  tool('vitest/vitest.mjs', ['run', ...reporters, ...args]);
}

/** Runs every step, also after one has failed, so that one run shows all there is to mend; then fails if one did. */
async function allOf(steps: readonly (() => Promise<void> | void)[]): Promise<void> {
  let failed = false;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failed = true;
      if (!(error instanceof StepFailed)) process.stderr.write(`${String(error)}\n`);
    }
  }
  if (failed) throw new StepFailed(1);
}

type Task = (args: readonly string[]) => Promise<void> | void;

const TASKS: Readonly<Record<string, Task>> = {
  generate,
  build,
  lint,
  types,
  prepare: async () => {
    if (!existsSync(DIST)) await build();
  },
  test: async (args) => {
    await build();
    await test(args);
  },
  check: async (args) => {
    await generate();
    await allOf([
      checkGeneratedIsCommitted,
      lint,
      types,
      async () => {
        await build();
        await test(args);
      },
    ]);
  },
  release: async () => {
    await build();
    for (const name of await release()) process.stdout.write(`release/${name}\n`);
  },
  demo: async (args) => {
    await build();
    run(process.execPath, [join(DIST, 'cli', 'main.js'), 'demo', ...args]);
  },
  simulator: async (args) => {
    await build();
    run(process.execPath, [join(DIST, 'cli', 'main.js'), 'simulator', ...args]);
  },
  bench: async (args) => {
    await build();
    run(process.execPath, ['--import', 'tsx', join(ROOT, 'bench', 'main.ts'), ...args]);
  },
};

const [name = '', ...args] = process.argv.slice(2);
const task = TASKS[name];
if (task === undefined) {
  process.stderr.write(`Unknown task "${name}". Tasks: ${Object.keys(TASKS).join(', ')}.\n`);
  process.exitCode = 1;
} else {
  try {
    await task(args);
  } catch (error) {
    // A failed step has already said why; anything else says it here, without a stack of ours around it.
    if (!(error instanceof StepFailed)) process.stderr.write(`${String(error)}\n`);
    process.exitCode = error instanceof StepFailed ? error.status : 1;
  }
}
