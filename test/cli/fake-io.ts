import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { CliIo } from '../../src/cli/terminal/io.ts';

export interface FakeIo {
  readonly io: CliIo;
  readonly out: () => string;
  readonly err: () => string;
  /** What a person types. */
  readonly stdin: PassThrough;
  readonly signals: EventEmitter;
  readonly exits: number[];
}

/** Streams that are kept, signals that a test sends. `tty` makes stdin and stdout a terminal. */
export function fakeIo(
  cwd: string,
  options: {
    env?: Record<string, string>;
    tty?: boolean;
    onWrite?: (text: string, io: FakeIo) => void;
  } = {},
): FakeIo {
  let out = '';
  let err = '';
  const stdin = new PassThrough();
  if (options.tty) Object.assign(stdin, { isTTY: true });
  const signals = new EventEmitter();
  const exits: number[] = [];
  const tty = options.tty ? { isTTY: true, columns: 100 } : {};
  const fake: FakeIo = {
    io: {
      env: { PATH: process.env.PATH ?? '', HOME: cwd, ...options.env },
      cwd,
      stdin,
      stdout: {
        ...tty,
        write: (text) => {
          out += text;
          options.onWrite?.(text, fake);
        },
      },
      stderr: {
        write: (text) => {
          err += text;
          options.onWrite?.(text, fake);
        },
      },
      signals,
      exit: (code) => exits.push(code),
    },
    out: () => out,
    err: () => err,
    stdin,
    signals,
    exits,
  };
  return fake;
}

/** A folder that is removed when the test is over, with some files in it. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'otform-cli-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

/** A tiny program that writes a cdktf.out by hand, as an App would. */
export function programText(stacks: Readonly<Record<string, unknown>>, extra = ''): string {
  return `import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const out = process.env.CDKTF_OUTDIR;
const stacks = ${JSON.stringify(stacks)};
const manifest = { version: '0.0.0', stacks: {} };
for (const [name, stack] of Object.entries(stacks)) {
  mkdirSync(join(out, 'stacks', name), { recursive: true });
  writeFileSync(join(out, 'stacks', name, 'cdk.tf.json'), JSON.stringify(stack));
  manifest.stacks[name] = {
    name, constructPath: name, workingDirectory: 'stacks/' + name,
    synthesizedStackPath: 'stacks/' + name + '/cdk.tf.json', annotations: [], dependencies: [],
  };
}
${extra}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest));
`;
}

/** cdktf.json and app.mjs of such a program. */
export function programFiles(
  stacks: Readonly<Record<string, unknown>>,
  extra = '',
): Readonly<Record<string, string>> {
  return {
    'cdktf.json': JSON.stringify({ language: 'typescript', app: 'node app.mjs', context: { stage: 'test' } }),
    'app.mjs': programText(stacks, extra),
  };
}
