import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** Runs TypeScript text in a real process of its own. `source` sees the state folder as `state`. */
export function startScript(
  source: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly wrap?: readonly string[] } = {},
): { readonly child: ChildProcess; readonly done: Promise<ScriptResult> } {
  const index = join(import.meta.dirname, '../../src/state/index.ts');
  const program = `(async () => { const state = await import(${JSON.stringify(index)}); const args = process.argv.slice(1);\n${source}\n})().catch((error) => { process.stdout.write('ERROR ' + (error.code ?? error.stack) + ' ' + (error.erroredPath ?? '') + '\\n' + (error.detail ?? '')); process.exitCode = 1; });`;
  const node = [process.execPath, '--import', 'tsx', '-e', program, '--', ...args];
  const [command = '', ...rest] = [...(options.wrap ?? []), ...node];
  const child = spawn(command, rest, {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const done = new Promise<ScriptResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, output }));
  });
  return { child, done };
}

export interface ScriptResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** As `startScript`, to its end. */
export function runScript(...parameters: Parameters<typeof startScript>): Promise<ScriptResult> {
  const { child, done } = startScript(...parameters);
  child.stdin?.end();
  return done;
}

/** Resolves when the child has printed the text. */
export function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (output.includes(text)) resolve();
    });
    child.on('close', () => reject(new Error(`Ended without printing ${text}: ${output}`)));
  });
}
