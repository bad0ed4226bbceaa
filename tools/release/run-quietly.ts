import { spawn } from 'node:child_process';

export interface QuietOptions {
  readonly cwd?: string;
}

/** Runs a program and answers its stdout; what it prints on stderr is shown only in the error of a failed run. */
export function runQuietly(
  command: string,
  args: readonly string[],
  options: QuietOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: unknown) => {
      stdout += String(chunk);
    });
    child.stderr.on('data', (chunk: unknown) => {
      stderr += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else {
        reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}.\n${stdout}${stderr}`));
      }
    });
  });
}
