import { resolve } from 'node:path';
import { InstallRefusal, installProvider, renderProviderConfig } from '../../plugin/install.ts';
import type { Command } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { otformVersion } from '../version.ts';
import { providerExecutable } from './provider-executable.ts';

/** `otform provider install [-dir=DIR] [-json]`. */
export const providerInstallCommand: Command = async ({ dir, flags, io, style }) => {
  const chosen = flags.text('dir');
  const executable = await providerExecutable();
  const version = otformVersion();
  const installed = await installProvider({
    executable,
    version,
    env: io.env,
    ...(io.env.HOME ? { home: io.env.HOME } : {}),
    ...(chosen === undefined ? {} : { directory: resolve(dir, chosen) }),
  }).catch((error: unknown) => {
    if (!(error instanceof InstallRefusal) && !(error instanceof Error && 'code' in error)) throw error;
    throw environmentError(
      'provider-install',
      'Cannot Install the Provider',
      `${error.message} Choose another folder with -dir=DIR, and name it to Terraform with \`otform provider config -dir=DIR\`.`,
    );
  });
  if (flags.on('json')) {
    io.stdout.write(`${JSON.stringify(installed, null, 2)}\n`);
    return 0;
  }
  const { requiredProviders } = renderProviderConfig({ version, executableFolder: installed.mirror });
  io.stdout.write(
    `${style.bold(style.green('Provider installed.'))} ${installed.source} ${version} (${installed.target})\n`,
  );
  io.stdout.write(`${installed.executable}\n\nPut this into your configuration:\n\n${requiredProviders}\n`);
  io.stdout.write(
    installed.implied
      ? 'Terraform and OpenTofu search this folder by themselves, unless your CLI configuration has a\nprovider_installation block; `otform provider config -dir=DIR` prints what to put there.\n'
      : 'Terraform and OpenTofu search this folder once their CLI configuration names it:\n    otform provider config -dir=DIR\n',
  );
  io.stdout.write('Next: terraform init\n');
  return 0;
};
