import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BaseUrlError, CredentialsFileError } from '../../api/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { openServer, type Server } from '../runtime/server.ts';
import { maskTokens } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import { packageRoot } from '../version.ts';
import { plainText } from '../views/diagnostic-text.ts';
import { asText, member } from './contract/json-values.ts';
import { runContractCheck } from './contract-command.ts';
import { type DoctorClient, openClient } from './doctor-client.ts';
import { type Check, renderChecks } from './environment/check.ts';
import { checkCredentials } from './environment/credentials-check.ts';
import { checkFolder } from './environment/folder-check.ts';
import { checkNode } from './environment/node-check.ts';
import { checkServer } from './environment/server-check.ts';
import { checkTerraform } from './environment/terraform-check.ts';

/** `otform doctor [--contract] [--json]`: looks and tells. Sends GETs only, and writes no file. */
export const doctorCommand: Command = async (context) => {
  const server = await openServer(context);
  try {
    if (server.notice !== undefined) context.io.stderr.write(`${server.notice}\n`);
    if (context.flags.on('contract')) {
      return await withClient(context, server, (client) => runContractCheck(context, client));
    }
    const checks = await withClient(context, server, (client) => serverChecks(context, client)).catch(
      unusable,
    );
    return await runCheckUp(context, checks);
  } finally {
    await server.close();
  }
};

const PAINT: Readonly<Record<Check['outcome'], keyof Style>> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  info: 'dim',
};

async function withClient<T>(
  context: CommandContext,
  server: Server,
  use: (client: DoctorClient) => Promise<T>,
): Promise<T> {
  const client = await openClient(context, server);
  try {
    return await use(client);
  } finally {
    await client.api.dispose();
  }
}

async function serverChecks(context: CommandContext, client: DoctorClient): Promise<readonly Check[]> {
  const { flags, io } = context;
  const flagged = flags.text('base-url') !== undefined || flags.on('simulator');
  return [
    ...(await checkCredentials(client, io.env, homeOf(context), flagged)),
    ...(await checkServer(client)),
  ];
}

/** Credentials or a base URL that cannot be used are a finding; the rest of the check-up goes on. */
function unusable(error: unknown): readonly Check[] {
  if (!(error instanceof CredentialsFileError || error instanceof BaseUrlError)) throw error;
  return [{ outcome: 'fail', name: 'credentials', message: error.summary, remedy: error.detail }];
}

async function runCheckUp(context: CommandContext, server: readonly Check[]): Promise<number> {
  const { flags, io, dir, style } = context;
  const checks = [
    checkNode(process.version, wantedNode()),
    ...server,
    ...(await checkFolder(dir)),
    ...(await checkTerraform(io.env, homeOf(context))),
  ];
  const healthy = checks.every(({ outcome }) => outcome !== 'fail');
  if (flags.on('json')) {
    io.stdout.write(`${maskTokens(JSON.stringify({ format_version: '1.0', healthy, checks }, null, 2))}\n`);
  } else {
    io.stdout.write(renderChecks(checks, (outcome, text) => style[PAINT[outcome]](text), plainText));
  }
  return context.interruption.exitCode ?? (healthy ? 0 : 1);
}

function homeOf(context: CommandContext): string {
  return context.io.env.HOME ?? homedir();
}

/** `engines.node` of this package. */
function wantedNode(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return asText(member(member(JSON.parse(text), 'engines'), 'node')) ?? '';
}
