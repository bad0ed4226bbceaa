import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command, CommandContext } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { run } from '../run.ts';
import { linkPackages } from '../scaffold/link-packages.ts';
import { QUICKSTART_PROGRAM } from '../scaffold/project.ts';
import { writeProject } from '../scaffold/write-project.ts';

interface Step {
  readonly why: string;
  readonly words: readonly string[];
  /** What must be true for the tour to be honest. */
  readonly expected: number;
}

const STEPS: readonly Step[] = [
  { why: 'Run the program: constructs become a stack on disk.', words: ['synth'], expected: 0 },
  {
    why: 'See what would happen. Exit code 2 means: there are changes.',
    words: ['plan', '-detailed-exitcode'],
    expected: 2,
  },
  {
    why: 'Make it happen: draft, patch what the parser could not know, publish.',
    words: ['apply', '-auto-approve'],
    expected: 0,
  },
  {
    why: 'Plan again. Exit code 0 means: nothing to do, nothing posted twice.',
    words: ['plan', '-detailed-exitcode'],
    expected: 0,
  },
  { why: 'The state is Terraform’s own format.', words: ['state', 'list'], expected: 0 },
  { why: 'And the outputs.', words: ['output'], expected: 0 },
];

/** `otform demo [DIR]`: the quickstart from program to published job, on this machine alone. */
export const demoCommand: Command = async (context) => {
  const { dir, positionals, io, style } = context;
  const [kept] = positionals;
  // Each step says so itself.
  context.interruption.notice = undefined;
  const folder = kept === undefined ? await mkdtemp(join(tmpdir(), 'otform-demo-')) : resolve(dir, kept);
  const { Simulator } = await import('../../simulator/index.ts');
  const simulator = await Simulator.start({});
  try {
    io.stdout.write(
      `${style.bold('A job as code, from program to marketplace.')} Nothing leaves this machine:\n`,
    );
    io.stdout.write(`a simulated OpenTrain answers on ${simulator.url}.\n`);
    await writeProject(folder);
    await linkPackages(folder);
    type(context, `cd ${folder}`);
    type(context, 'cat main.ts');
    io.stdout.write(QUICKSTART_PROGRAM);
    const env = { ...io.env, OT_API_BASE_URL: simulator.url, OT_API_TOKEN: simulator.token };
    for (const step of STEPS) {
      if (context.interruption.signal.aborted) return context.interruption.exitCode ?? 130;
      type(context, `otform ${step.words.join(' ')}`, step.why);
      const code = await run(step.words, { ...io, env, cwd: folder });
      if (code === step.expected) continue;
      throw environmentError(
        'demo-step',
        'The Demo Stopped',
        `"otform ${step.words.join(' ')}" ended with exit code ${code} where ${step.expected} was expected; its own message is above. The project is in ${folder}.`,
      );
    }
    const published = simulator.dump().jobs.length;
    io.stdout.write(
      `\n${style.bold(style.green('Done.'))} Jobs on the simulated marketplace: ${published}.\n`,
    );
    io.stdout.write(
      kept === undefined
        ? 'Start your own project: otform init my-jobs\n'
        : `The project is in ${folder}; go on with: cd ${folder} && otform plan --simulator\n`,
    );
    return 0;
  } finally {
    await simulator.stop();
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
};

function type({ io, style }: CommandContext, command: string, why?: string): void {
  io.stdout.write(
    `\n${why === undefined ? '' : `${style.dim(`# ${why}`)}\n`}${style.bold(`$ ${command}`)}\n`,
  );
}
