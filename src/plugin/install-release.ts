import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PROVIDER_SOURCE, PROVIDER_TYPE } from '../contract/provider-address.ts';
import {
  copyInPlace,
  type Installed,
  type InstallOptions,
  InstallRefusal,
  installProvider,
  mirrorOf,
  packageFolder,
  VERSION_PATTERN,
  zipName,
} from './install.ts';

const ZIP = new RegExp(
  `^terraform-provider-${PROVIDER_TYPE}_(${VERSION_PATTERN})_([a-z0-9]+_[a-z0-9]+)\\.zip$`,
);
const EXECUTABLE = new RegExp(`^terraform-provider-${PROVIDER_TYPE}_v(${VERSION_PATTERN})(?:\\.exe)?$`);
/** How every zip with a file in it begins. */
const ZIP_MAGIC = 'PK\u0003\u0004';

export type ReleaseOptions = Omit<InstallOptions, 'executable' | 'version'> & {
  /** A zip of a release under its own name, or the executable out of one. */
  readonly file: string;
};

export interface InstalledRelease extends Installed {
  /** The list of checksums that the file was found in; null when none lies beside it. */
  readonly checkedAgainst: string | null;
}

async function startsWith(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(text.length), 0, text.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === text;
  } finally {
    await file.close();
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Looks a file up in the checksums that a release puts beside it. Raises `InstallRefusal` for one that differs. */
async function checkSum(path: string, version: string): Promise<string | null> {
  const list = join(dirname(path), `terraform-provider-${PROVIDER_TYPE}_${version}_SHA256SUMS`);
  let text: string;
  try {
    text = await readFile(list, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const line = text.split('\n').find((candidate) => candidate.split(/\s+\*?/)[1] === basename(path));
  if (line === undefined) throw new InstallRefusal(`${list} does not list ${basename(path)}.`);
  if (line.slice(0, 64) !== (await sha256(path))) {
    throw new InstallRefusal(
      `${path} is not the file that ${list} lists: its SHA-256 differs. Download it again, or make the release anew.`,
    );
  }
  return list;
}

/** Puts a zip into a mirror as it is: Terraform takes packed and unpacked providers alike. */
async function installZip(
  options: ReleaseOptions,
  version: string,
  target: string,
): Promise<InstalledRelease> {
  const { file } = options;
  if (!(await startsWith(file, ZIP_MAGIC))) throw new InstallRefusal(`${file} is not a zip.`);
  const checkedAgainst = await checkSum(file, version);
  const mirror = mirrorOf(options);
  const folder = packageFolder(mirror);
  const place = join(folder, zipName(version, target));
  await mkdir(folder, { recursive: true });
  await copyInPlace(file, place, { temporary: `${place}.${randomUUID()}`, mode: 0o644 });
  // Two forms of one version are two packages with one name: the last one installed is the one meant.
  await rm(join(folder, version, target), { recursive: true, force: true });
  const implied = options.directory === undefined;
  return { executable: place, mirror, source: PROVIDER_SOURCE, version, target, implied, checkedAgainst };
}

/**
 * Installs what `npm run release` made, or somebody downloaded: the version and the machine are in the file's name.
 * Raises `InstallRefusal` for a file that is none, or the system's error.
 */
export async function installRelease(options: ReleaseOptions): Promise<InstalledRelease> {
  const name = basename(options.file);
  const [, version, target] = ZIP.exec(name) ?? [];
  if (version !== undefined && target !== undefined) return installZip(options, version, target);
  const [, unzipped] = EXECUTABLE.exec(name) ?? [];
  if (unzipped === undefined) {
    throw new InstallRefusal(
      `${name} is not named as a release names its files: terraform-provider-${PROVIDER_TYPE}_VERSION_OS_ARCH.zip, or ` +
        `terraform-provider-${PROVIDER_TYPE}_vVERSION for the executable in it.`,
    );
  }
  const { file, ...rest } = options;
  return {
    ...(await installProvider({ ...rest, executable: file, version: unzipped })),
    checkedAgainst: null,
  };
}
