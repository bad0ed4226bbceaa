import { EventEmitter } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../../src/cli/run.ts';
import { VIRTUAL_START } from '../../src/simulator/clock.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { ROOT, source } from '../build/places.ts';
import { terminalPicture } from './terminal-picture.ts';

const COLUMNS = 100;
const BOLD = (text: string) => `${String.fromCharCode(0x1b)}[1m${text}${String.fromCharCode(0x1b)}[22m`;

/** A user's project: the example, with an `otform` made of the sources, because nothing may be built yet. */
async function writeProject(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const otform = join(modules, 'otform');
  await mkdir(otform, { recursive: true });
  for (const name of ['cdktf', 'constructs']) {
    await symlink(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  const constructs = pathToFileURL(source('constructs/index.ts')).href;
  const exports = { '.': './index.js', './register': './register.js' };
  await writeFile(join(otform, 'package.json'), JSON.stringify({ name: 'otform', type: 'module', exports }));
  await writeFile(join(otform, 'index.js'), `export * from ${JSON.stringify(constructs)};\n`);
  await writeFile(join(otform, 'register.js'), `import ${JSON.stringify(import.meta.resolve('tsx'))};\n`);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const name of ['main.ts', 'cdktf.json']) {
    await copyFile(join(ROOT, 'examples', 'quickstart', name), join(folder, name));
  }
}

/** Runs the quickstart on a terminal of its own, answers `yes`, and gives what was on the screen. */
async function session(folder: string): Promise<string> {
  const simulator = await Simulator.start({ clock: 'virtual', startTime: VIRTUAL_START, seed: 'picture' });
  let screen = '';
  try {
    await writeProject(folder);
    const commands = [['apply'], ['plan', '-detailed-exitcode']];
    for (const words of commands) {
      screen += BOLD(`$ otform ${words.join(' ')}\n`);
      const stdin = Object.assign(new PassThrough(), { isTTY: true });
      const write = (text: string) => {
        // Said only when something takes long, so a busy machine would make another picture.
        if (/^\W*(Still|\S+: Still) /.test(stripVTControlCharacters(text))) return;
        screen += text;
        if (!text.includes('Enter a value:')) return;
        screen += 'yes\n';
        stdin.write('yes\n');
      };
      const code = await run(words, {
        env: {
          PATH: process.env.PATH ?? '',
          HOME: folder,
          CHECKPOINT_DISABLE: '1',
          OT_API_BASE_URL: simulator.url,
          OT_API_TOKEN: simulator.token,
        },
        cwd: folder,
        stdin,
        stdout: { isTTY: true, columns: COLUMNS, write },
        stderr: { isTTY: true, columns: COLUMNS, write },
        signals: new EventEmitter(),
        exit: (status) => {
          throw new Error(`otform ${words.join(' ')} left with ${status}`);
        },
      });
      if (code !== 0) throw new Error(`otform ${words.join(' ')} ended with ${code}:\n${screen}`);
      screen += '\n';
    }
  } finally {
    await simulator.stop();
  }
  // The port is any free one, and the machine may be slow: neither may make another picture.
  return screen.replaceAll(simulator.url, 'http://127.0.0.1:4010').replaceAll(/after \d+s/g, 'after 0s');
}

/** docs/images/apply.svg: the quickstart as it really prints, against a simulator with a fixed seed. */
export async function applyPicture(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'otform-picture-'));
  try {
    return terminalPicture(await session(folder), {
      columns: COLUMNS,
      title: 'quickstart',
      label:
        'otform apply shows the plan of one job, asks, posts and publishes it; a second plan finds nothing to change',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
