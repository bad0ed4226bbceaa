import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DIST, ROOT } from '../build/places.ts';
import { zipExecutable } from './archive.ts';
import { makeExecutable } from './executable.ts';
import { runQuietly } from './run-quietly.ts';
import { fetchRuntime, forgetRuntimes } from './runtime.ts';
import { LINUX_AMD64, TARGETS, type Target } from './targets.ts';

const NAME = 'terraform-provider-opentrain';

export interface ReleaseOptions {
  /** Replaced when everything is made. Default: `release/` in the repository. */
  readonly folder?: string;
  readonly targets?: readonly Target[];
}

/** Read by registries: which plugin protocol the provider speaks. */
const REGISTRY_MANIFEST = { version: 1, metadata: { protocol_versions: ['6.0'] } };

async function packageVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  return manifest.version;
}

/** One line a file as `sha256sum -c` reads them, sorted by name. */
async function checksums(folder: string, names: readonly string[]): Promise<string> {
  const lines = [...names].sort().map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return `${digest.digest('hex')}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}

async function packCli(folder: string): Promise<string> {
  const printed = await runQuietly(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: ROOT },
  );
  const [packed]: { filename: string }[] = JSON.parse(printed);
  if (packed === undefined) throw new Error('npm pack listed no package.');
  return packed.filename;
}

async function packProvider(folder: string, version: string, target: Target): Promise<string> {
  const [runtime, writer] = [await fetchRuntime(target), await fetchRuntime(LINUX_AMD64)];
  const work = join(folder, `work-${target.name}`);
  await mkdir(work, { recursive: true });
  try {
    const output = join(work, 'executable');
    await makeExecutable({
      target,
      runtime,
      writer,
      bundle: join(DIST, 'plugin', `${NAME}.cjs`),
      scratch: join(work, 'blob'),
      output,
    });
    const zip = `${NAME}_${version}_${target.name}.zip`;
    // The name that `otform provider install` gives it, and nothing else: Terraform's lock file hashes names and bytes.
    await writeFile(join(folder, zip), zipExecutable(`${NAME}_v${version}`, await readFile(output)));
    return zip;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Licence texts of what is inside the executables, beside the zips: each zip holds one file only. */
async function writeNotices(path: string): Promise<void> {
  const { licence } = await fetchRuntime(LINUX_AMD64);
  const texts = [
    await readFile(join(DIST, 'THIRD-PARTY-NOTICES.txt'), 'utf8'),
    `Node.js, which runs the provider in the executables\n\n${await readFile(licence, 'utf8')}`,
  ];
  await writeFile(path, texts.join(`\n${'-'.repeat(80)}\n`));
}

/**
 * Makes everything that a release publishes from `dist/`, which must have been built: provider zips, the registry's
 * manifest, the npm package, licence texts, and checksums of them all. Answers the file names. Needs Linux on x64,
 * whose Node writes the programs of all targets; throws anywhere else.
 */
export async function release(options: ReleaseOptions = {}): Promise<readonly string[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `A release is made on Linux x64, so that it has the same bytes everywhere; this is ${process.platform} ${process.arch}.`,
    );
  }
  const { folder = join(ROOT, 'release'), targets = TARGETS } = options;
  const version = await packageVersion();
  const fresh = `${folder}.new-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    const names = [await packCli(fresh)];
    for (const target of targets) names.push(await packProvider(fresh, version, target));
    const manifest = `${NAME}_${version}_manifest.json`;
    await writeFile(join(fresh, manifest), `${JSON.stringify(REGISTRY_MANIFEST, null, 2)}\n`);
    const notices = `${NAME}_${version}_THIRD-PARTY-NOTICES.txt`;
    await writeNotices(join(fresh, notices));
    names.push(manifest, notices);
    const sums = `${NAME}_${version}_SHA256SUMS`;
    await writeFile(join(fresh, sums), await checksums(fresh, names));
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(fresh, folder);
    return [...names, sums].sort();
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await forgetRuntimes([LINUX_AMD64, ...targets]);
  }
}
