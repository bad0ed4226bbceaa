import { dirname, resolve } from 'node:path';
import { renderProviderConfig } from '../../plugin/install.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { otformVersion } from '../version.ts';
import { providerExecutable } from './provider-executable.ts';

/**
 * `otform provider config [-dir=DIR | -dev] [-json]`. Standard output is one whole file, so that it can be redirected
 * to where it belongs; what it is for goes to standard error.
 */
export const providerConfigCommand: Command = async ({ dir, flags, io }) => {
  const mirror = flags.text('dir');
  const dev = flags.on('dev');
  if (mirror !== undefined && dev) {
    throw new UsageError('-dir and -dev are two different files: give one of them.', 'provider config');
  }
  const texts = renderProviderConfig({
    version: otformVersion(),
    executableFolder: dirname(await providerExecutable()),
    mirror: mirror === undefined ? null : resolve(dir, mirror),
  });
  if (flags.on('json')) {
    io.stdout.write(`${JSON.stringify(texts, null, 2)}\n`);
    return 0;
  }
  const cliFile = 'A CLI configuration file: put it into ~/.terraformrc, or name it in TF_CLI_CONFIG_FILE.';
  if (dev) {
    io.stderr.write(`# ${cliFile} Terraform then skips init, version and lock file.\n`);
    io.stdout.write(texts.devOverrides);
  } else if (texts.mirrorConfig !== null) {
    io.stderr.write(`# ${cliFile}\n`);
    io.stdout.write(texts.mirrorConfig);
  } else {
    io.stderr.write('# Part of your Terraform configuration, e.g. versions.tf.\n');
    io.stdout.write(texts.requiredProviders);
  }
  return 0;
};
