import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../build/places.ts';
import { runQuietly } from './run-quietly.ts';
import type { Runtime } from './runtime.ts';
import type { Target } from './targets.ts';

/** Names that Node looks for; nodejs.org, single-executable-applications. */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

export interface ExecutableOptions {
  readonly target: Target;
  /** Node of the target; its binary becomes the executable. */
  readonly runtime: Runtime;
  /** Node that runs here, of the same version: it writes the blob. */
  readonly writer: Runtime;
  /** The bundled program, CommonJS. */
  readonly bundle: string;
  /** Empty folder to work in. */
  readonly scratch: string;
  readonly output: string;
}

/**
 * The bundle as Node wants it inside an executable. Names in its configuration are relative, because Node writes them
 * into the blob; the seed is given, because V8's code cache follows the order of its hash tables.
 */
async function writeBlob({ target, writer, bundle, scratch }: ExecutableOptions): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const text = await readFile(bundle, 'utf8');
  // A shebang is legal only at the very start of a script, and Node puts a function around this one.
  await writeFile(join(scratch, 'main.cjs'), text.replace(/^#!.*\n/, ''));
  const config = {
    main: 'main.cjs',
    output: 'program.blob',
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: target.codeCache,
  };
  await writeFile(join(scratch, 'config.json'), JSON.stringify(config));
  const args = ['--random-seed=1', '--experimental-sea-config', 'config.json'];
  await runQuietly(writer.executable, args, { cwd: scratch });
  return join(scratch, 'program.blob');
}

/** What must be true of the file, whatever the tool that wrote it says. */
async function check(path: string, target: Target): Promise<void> {
  const bytes = await readFile(path);
  const isElf = bytes.subarray(0, 4).toString('latin1') === '\u007fELF';
  if (!isElf || bytes.readUInt16LE(18) !== target.elfMachine) {
    throw new Error(`${path} is not an executable for ${target.name}.`);
  }
  if (bytes.indexOf(`${FUSE}:1`) < 0)
    throw new Error(`${path} would run as plain Node: its fuse is not set.`);
}

/** Makes the executable of one target at `output`. The same inputs give the same bytes, in any folder. */
export async function makeExecutable(options: ExecutableOptions): Promise<void> {
  const { target, runtime, output } = options;
  const blob = await writeBlob(options);
  await copyFile(runtime.executable, output);
  // In a process of its own: it prints a warning for each section of Node's binary that it does not know.
  const postject = join(ROOT, 'node_modules', 'postject', 'dist', 'cli.js');
  await runQuietly(process.execPath, [postject, output, RESOURCE, blob, '--sentinel-fuse', FUSE]);
  await chmod(output, 0o755);
  await check(output, target);
}
