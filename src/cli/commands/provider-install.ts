import { resolve } from 'node:path';
import { InstallRefusal, installProvider, renderProviderConfig, targetName } from '../../plugin/install.ts';
import { type InstalledRelease, installRelease } from '../../plugin/install-release.ts';
import type { Command, CommandContext } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { otformVersion } from '../version.ts';
import { providerExecutable } from './provider-executable.ts';

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error;
}

async function install({ dir, flags, io }: CommandContext): Promise<InstalledRelease> {
  const chosen = flags.text('dir');
  const from = flags.text('from');
  const place = {
    env: io.env,
    ...(io.env.HOME ? { home: io.env.HOME } : {}),
    ...(chosen === undefined ? {} : { directory: resolve(dir, chosen) }),
  };
  try {
    if (from !== undefined) return await installRelease({ ...place, file: resolve(dir, from) });
    const executable = await providerExecutable();
    return {
      ...(await installProvider({ ...place, executable, version: otformVersion() })),
      checkedAgainst: null,
    };
  } catch (error) {
    if (!(error instanceof InstallRefusal) && !isSystemError(error)) throw error;
    const next =
      from === undefined
        ? 'Choose another folder with -dir=DIR, and name it to Terraform with `otform provider config -dir=DIR`.'
        : 'Nothing was installed. Check the file that -from names, and the folder that -dir names.';
    throw environmentError('provider-install', 'Cannot Install the Provider', `${error.message} ${next}`);
  }
}

/** `otform provider install [-from=FILE] [-dir=DIR] [-json]`. */
export const providerInstallCommand: Command = async (context) => {
  const { flags, io, style } = context;
  const installed = await install(context);
  if (flags.on('json')) {
    io.stdout.write(`${JSON.stringify(installed, null, 2)}\n`);
    return 0;
  }
  const { version, target, implied, mirror, source } = installed;
  const { requiredProviders } = renderProviderConfig({ version, executableFolder: mirror });
  io.stdout.write(`${style.bold(style.green('Provider installed.'))} ${source} ${version} (${target})\n`);
  io.stdout.write(`${installed.executable}\n`);
  if (flags.text('from') !== undefined) {
    io.stdout.write(
      installed.checkedAgainst === null
        ? 'No list of checksums lies beside the file, so it was not checked.\n'
        : `Its SHA-256 is the one in ${installed.checkedAgainst}\n`,
    );
  }
  if (target !== targetName(process.platform, process.arch)) {
    io.stdout.write(`It is for ${target}; this machine is ${targetName(process.platform, process.arch)}.\n`);
  }
  io.stdout.write(`\nPut this into your configuration:\n\n${requiredProviders}\n`);
  io.stdout.write(
    implied
      ? 'Terraform and OpenTofu search this folder by themselves, unless your CLI configuration has a\nprovider_installation block; `otform provider config -dir=DIR` prints what to put there.\n'
      : 'Terraform and OpenTofu search this folder once their CLI configuration names it:\n    otform provider config -dir=DIR\n',
  );
  io.stdout.write('Next: terraform init\n');
  return 0;
};
