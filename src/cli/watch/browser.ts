import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** A program that opens a URL, and the arguments before the URL. */
interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** The system's opener by platform. On Windows `start` is part of a shell, and no shell is to read a URL. */
const OPENERS: Readonly<Record<string, Opener>> = {
  linux: { command: 'xdg-open', args: [] },
  freebsd: { command: 'xdg-open', args: [] },
  openbsd: { command: 'xdg-open', args: [] },
  darwin: { command: 'open', args: [] },
  win32: { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] },
};

/** The opener's path, null where there is none on this machine. */
export async function findOpener(
  platform: string,
  path: string | undefined,
): Promise<(Opener & { readonly path: string }) | null> {
  const opener = OPENERS[platform];
  if (opener === undefined) return null;
  for (const folder of (path ?? '').split(delimiter)) {
    // A relative entry would run whatever the current folder holds.
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, opener.command);
    const works = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (works) return { ...opener, path: candidate };
  }
  return null;
}

/** Starts the opener, without a shell, and leaves it running. False when it could not be started. */
export function openInBrowser(
  opener: Opener & { readonly path: string },
  url: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  // Tokens of this process are none of the browser's business.
  const { OT_API_TOKEN: _one, OPENTRAIN_API_TOKEN: _other, ...rest } = env;
  const child = spawn(opener.path, [...opener.args, url], {
    stdio: 'ignore',
    detached: true,
    shell: false,
    env: rest,
  });
  return new Promise((resolve) => {
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
    child.once('error', () => resolve(false));
  });
}
