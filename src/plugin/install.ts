import { randomUUID } from 'node:crypto';
import { chmod, copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  PROVIDER_HOST,
  PROVIDER_NAMESPACE,
  PROVIDER_SOURCE,
  PROVIDER_TYPE,
} from '../contract/provider-address.ts';

export interface InstallOptions {
  /** One self-contained file: the packaged bundle with its shebang, or a release executable. */
  readonly executable: string;
  /** Version the folder is named after, e.g. `0.1.0`. */
  readonly version: string;
  /** Mirror to install into. Default: the implied mirror that Terraform and OpenTofu both search without configuration. */
  readonly directory?: string;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
  readonly arch?: NodeJS.Architecture;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Installed {
  /** The installed file. */
  readonly executable: string;
  /** Root of the mirror. */
  readonly mirror: string;
  readonly source: string;
  readonly version: string;
  /** Terraform's name of this machine, e.g. `linux_amd64`. */
  readonly target: string;
  /** False for `--dir`: the mirror is searched only where a `provider_installation` block names it. */
  readonly implied: boolean;
}

/** A machine or version that Terraform has no name for. */
export class InstallRefusal extends Error {}

const OS_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
};
const ARCH_NAMES: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ia32: '386',
  arm: 'arm',
};
/** A version, as part of a pattern. */
export const VERSION_PATTERN = String.raw`\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+?)?`;
const VERSION = new RegExp(`^${VERSION_PATTERN}$`);

/** Go's name of a machine, as Terraform's folders use it. */
export function targetName(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  const os = OS_NAMES[platform];
  const cpu = ARCH_NAMES[arch];
  if (os === undefined || cpu === undefined) {
    throw new InstallRefusal(`Terraform does not run on ${platform} ${arch}.`);
  }
  return `${os}_${cpu}`;
}

/**
 * The mirror that Terraform and OpenTofu search without any configuration. It is skipped as soon as the CLI
 * configuration has a `provider_installation` block (config-file.mdx, implied local mirror directories).
 */
export function impliedMirror(options: Pick<InstallOptions, 'home' | 'platform' | 'env'> = {}): string {
  const { home = homedir(), platform = process.platform, env = process.env } = options;
  if (platform === 'win32') {
    return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'terraform.d', 'plugins');
  }
  return join(home, '.terraform.d', 'plugins');
}

/** The mirror that is meant: the one named, or the implied one. */
export function mirrorOf(options: Pick<InstallOptions, 'directory' | 'home' | 'platform' | 'env'>): string {
  return resolve(options.directory ?? impliedMirror(options));
}

/** Where a mirror keeps all versions of this provider. */
export function packageFolder(mirror: string): string {
  return join(mirror, PROVIDER_HOST, PROVIDER_NAMESPACE, PROVIDER_TYPE);
}

/** Name of a packed provider in a mirror. */
export function zipName(version: string, target: string): string {
  return `terraform-provider-${PROVIDER_TYPE}_${version}_${target}.zip`;
}

/** Copies a file so that a running Terraform sees the old one or the new one, never a part. */
export async function copyInPlace(
  source: string,
  place: string,
  how: { readonly temporary: string; readonly mode: number },
): Promise<void> {
  try {
    await copyFile(source, how.temporary);
    await chmod(how.temporary, how.mode);
    await rename(how.temporary, place);
  } finally {
    await rm(how.temporary, { force: true });
  }
}

/**
 * A script starts with a shebang. It must be called `.cjs`: without, Node would take it for an ES module under any
 * folder whose package.json says so, and a mirror may well lie in such a project.
 */
async function isScript(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const start = await file.read(Buffer.alloc(2), 0, 2, 0);
    return start.buffer.toString('latin1') === '#!';
  } finally {
    await file.close();
  }
}

/**
 * Puts the provider into a filesystem mirror, unpacked: HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/ with exactly one file,
 * because Terraform's lock file hashes everything in that folder. Replaces an earlier install of the same version in
 * one rename, so a running Terraform sees the old file or the new one. Raises `InstallRefusal` or the system's error.
 */
export async function installProvider(options: InstallOptions): Promise<Installed> {
  const { version, executable, platform = process.platform, arch = process.arch } = options;
  if (!VERSION.test(version)) throw new InstallRefusal(`"${version}" is not a version such as 0.1.0.`);
  const target = targetName(platform, arch);
  const script = await isScript(executable);
  if (platform === 'win32' && script) {
    throw new InstallRefusal(
      'Windows cannot start a script as a provider: install the executable of a release.',
    );
  }
  const mirror = mirrorOf(options);
  const folder = join(packageFolder(mirror), version, target);
  const suffix = script ? '.cjs' : platform === 'win32' ? '.exe' : '';
  const name = `terraform-provider-${PROVIDER_TYPE}_v${version}${suffix}`;
  await mkdir(folder, { recursive: true });
  // Beside the folder, not in it: a crash must not leave a second file to be hashed.
  await copyInPlace(executable, join(folder, name), { temporary: `${folder}.${randomUUID()}`, mode: 0o755 });
  for (const other of await readdir(folder)) {
    if (other !== name) await rm(join(folder, other), { recursive: true, force: true });
  }
  // A zip of the same version would be a second package of one name.
  await rm(join(packageFolder(mirror), zipName(version, target)), { force: true });
  return {
    executable: join(folder, name),
    mirror,
    source: PROVIDER_SOURCE,
    version,
    target,
    implied: options.directory === undefined,
  };
}

export interface ProviderConfigOptions {
  readonly version: string;
  /** Folder with the executable, for the `dev_overrides` file. */
  readonly executableFolder: string;
  /** Mirror given by `--dir`; null when the implied mirror is used, which needs no CLI configuration. */
  readonly mirror?: string | null;
}

export interface ProviderConfigText {
  /** Goes into a configuration. */
  readonly requiredProviders: string;
  /** A CLI configuration file (`TF_CLI_CONFIG_FILE`) that uses a mirror of one's own; null for the implied one. */
  readonly mirrorConfig: string | null;
  /** A CLI configuration file for working on the provider itself: skips init, version and lock file. */
  readonly devOverrides: string;
}

/** HCL string: backslashes of Windows paths and template marks are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}

/** The texts that `otform provider config` prints. */
export function renderProviderConfig(options: ProviderConfigOptions): ProviderConfigText {
  const mirror = options.mirror ?? null;
  return {
    requiredProviders: `terraform {
  required_providers {
    ${PROVIDER_TYPE} = {
      source  = ${quoted(PROVIDER_SOURCE)}
      version = ${quoted(options.version)}
    }
  }
}
`,
    mirrorConfig:
      mirror === null
        ? null
        : `provider_installation {
  filesystem_mirror {
    path    = ${quoted(mirror)}
    include = [${quoted(PROVIDER_SOURCE)}]
  }
  direct {
    exclude = [${quoted(PROVIDER_SOURCE)}]
  }
}
`,
    devOverrides: `provider_installation {
  dev_overrides {
    ${quoted(PROVIDER_SOURCE)} = ${quoted(options.executableFolder)}
  }
  direct {}
}
`,
  };
}
